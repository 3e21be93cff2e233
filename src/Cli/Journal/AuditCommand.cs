using System.CommandLine;
using SecretMagic.Domain;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic audit</c>: who changed what.</summary>
internal static class AuditCommand
{
    public static Command Create(MetadataShell shell)
    {
        var client = new Option<string?>("--client") { HelpName = "ID", Description = "only of this client, its batches, shards and explosions" };
        var entity = new Option<string?>("--entity") { HelpName = "KIND:ID", Description = "only of this one, such as client:acme or batch:night-1" };
        var since = new Option<string?>("--since") { HelpName = "TIME", Description = "not before 2026-01-31, 2026-01-31T02:30 (UTC), or 24h or 7d ago" };
        var limit = Written.Limit();
        var audit = shell.Group("audit", "Who changed what, when, from which value to which; the last change first.");
        foreach (var option in (Option[])[client, entity, since, limit]) audit.Options.Add(option);
        return shell.Asks(audit, async (store, parsed, token) =>
        {
            var rows = await store.Tables.Audit(
                Written.Maybe<TenantId>(parsed.GetValue(client), "--client"), Written.Maybe<EntityId>(parsed.GetValue(entity), "--entity"),
                parsed.GetValue(since) is { } moment ? Written.Moment(moment, "--since") : null, parsed.GetValue(limit), token);
            return new Answer(rows, console => console.Table(
                ["at", "who", "what", "of", "version", "before", "after"],
                rows.Select(row => new[]
                {
                    Page.Moment(row.At), row.Who, row.What, row.Entity, $"{row.Version}", row.Before?.GetRawText(), row.After.ToJsonString(),
                }),
                "nothing was changed"));
        });
    }
}
