using SecretMagic.Domain.Clients;

namespace SecretMagic.Cli;

/// <summary><c>clients suspend</c>, <c>activate</c> and <c>archive</c>.</summary>
internal static class ChangeStatus
{
    public static Command Suspend(MetadataShell shell)
    {
        var command = new Command("suspend", "Process nothing of a client until it is active again.");
        return Create(shell, command, ClientStatus.Suspended, "suspended: nothing is processed");
    }

    public static Command Activate(MetadataShell shell)
    {
        var command = new Command("activate", "Process a suspended client again.");
        command.Aliases.Add("resume");
        return Create(shell, command, ClientStatus.Active, "active");
    }

    public static Command Archive(MetadataShell shell) =>
        Create(shell, new Command("archive", "Put a client away for good: nothing about it changes any more."), ClientStatus.Archived, "archived for good");

    private static Command Create(MetadataShell shell, Command command, ClientStatus status, string done) => ClientChange.On(
        shell, command, _ => done, (_, _, client, stamp) => new ClientCommand.ChangeStatus(client, stamp, status));
}
