using System.CommandLine;
using SecretMagic.Domain;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic logs</c>: the program's log.</summary>
internal static class LogsCommand
{
    public static Command Create(MetadataShell shell)
    {
        var level = new Option<string?>("--level") { HelpName = "debug|info|warn|error", Description = "only these" };
        level.AcceptOnlyFromAmong("debug", "info", "warn", "error");
        var client = new Option<string?>("--client") { HelpName = "ID", Description = "only of this client" };
        var limit = Written.Limit();
        var logs = shell.Group("logs", "What the program logged, the last line first.");
        foreach (var option in (Option[])[level, client, limit]) logs.Options.Add(option);
        return shell.Asks(logs, async (store, parsed, token) =>
        {
            var rows = await store.Tables.Logs(
                parsed.GetValue(level), Written.Maybe<TenantId>(parsed.GetValue(client), "--client"), parsed.GetValue(limit), token);
            return new Answer(rows, console => console.Table(
                ["at", "level", "message", "error", "context"],
                rows.Select(row => new[] { Page.Moment(row.Timestamp), row.Level, row.Message, row.Error?.Split('\n')[0], row.Context.GetRawText() }),
                "nothing was logged"));
        });
    }
}
