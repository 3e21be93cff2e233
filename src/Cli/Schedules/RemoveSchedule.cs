using SecretMagic.Domain.Clients;

namespace SecretMagic.Cli;

/// <summary><c>schedules remove</c>.</summary>
internal static class RemoveSchedule
{
    public static Command Create(MetadataShell shell)
    {
        var work = Due.Work();
        return ClientChange.On(
            shell, new Command("remove", "Let work of a client fall due as for every client.") { work }, _ => "the default schedule holds",
            (parsed, _, client, stamp) => new ClientCommand.UnscheduleWork(client, stamp, Due.WorkOf(parsed, work)));
    }
}
