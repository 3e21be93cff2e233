using System.CommandLine;
using SecretMagic.Domain;

namespace SecretMagic.Cli;

/// <summary><c>schedules list</c>.</summary>
internal static class ListSchedules
{
    public static Command Create(MetadataShell shell)
    {
        var client = new Option<string?>("--client") { HelpName = "ID", Description = "the defaults and those of this client" };
        return shell.Asks(new Command("list", "Schedules: the defaults, then those that clients have of their own.") { client }, async (store, parsed, token) =>
        {
            var schedules = await store.Tables.Schedules(Written.Maybe<TenantId>(parsed.GetValue(client), "--client"), token);
            var now = TimeProvider.System.GetUtcNow();
            var rows = schedules.Select(row => new
            {
                row.Client,
                row.Work,
                row.Schedule,
                NextDue = Domain.Schedule.Parse(row.Schedule).NextAfter(now),
                row.UpdatedBy,
                row.UpdatedAt,
            }).ToArray();
            return new Answer(rows, console => console.Table(
                ["client", "work", "schedule", "next due", "by", "since"],
                rows.Select(row => new[]
                {
                    row.Client ?? "(default)", row.Work, row.Schedule, Page.Moment(row.NextDue), row.UpdatedBy, Page.Moment(row.UpdatedAt),
                }),
                "nothing is scheduled"));
        });
    }
}
