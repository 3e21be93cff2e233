using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>clients source</c>.</summary>
internal static class ChooseSource
{
    public static Command Create(MetadataShell shell)
    {
        var work = new Argument<string>("WORK") { Description = string.Join(" or ", Word.All<WorkKind>()) };
        work.AcceptOnlyFromAmong(Word.All<WorkKind>());
        var command = new Command(
            "source", "What a work is computed from, unless a batch says otherwise; files that every worker sees. Withdraws the confirmation.") { work };
        var given = OrderOptions.On(command);
        return ClientChange.On(
            shell, command, client => $"source chosen, revision {client.Revision}",
            (parsed, _, client, stamp) => new ClientCommand.ChooseSource(
                client, stamp,
                given.Of(parsed, Word.Parse<WorkKind>(parsed.GetRequiredValue(work)), shell.Folder)
                    ?? throw new InputException("say by options what the work is computed from, as for process and explode", column: "WORK")));
    }
}
