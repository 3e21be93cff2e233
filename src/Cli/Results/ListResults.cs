using System.CommandLine;
using SecretMagic.Domain;

namespace SecretMagic.Cli;

/// <summary><c>results list</c>.</summary>
internal static class ListResults
{
    public static Command Create(MetadataShell shell)
    {
        var (id, limit) = (Written.Client(), Written.Limit());
        id.Arity = ArgumentArity.ZeroOrOne;
        var command = new Command("list", "Results that are registered: the one readers get, and the one before it.") { id, limit };
        return shell.Asks(command, async (store, parsed, token) =>
        {
            var tenant = Written.Maybe<TenantId>(parsed.GetValue(id));
            if (tenant is { } one) await ClientChange.Read(store, one, token);
            var results = await store.Tables.Results(tenant, parsed.GetValue(limit), token);
            var json = results.Select(row => new
            {
                row.Client,
                row.Kind,
                Set = row.SetName,
                row.IsCurrent,
                row.Rows,
                Run = row.BatchId,
                row.Attempt,
                row.Hash,
                row.CreatedAt,
                row.Location,
                Place = store.Lake.PathOf(row.Location),
            });
            return new Answer(json.ToArray(), console => console.Table(
                ["client", "kind", "set", "", "rows", "since", "place"],
                results.Select(row => new[]
                {
                    row.Client, row.Kind, row.SetName, row.IsCurrent ? "current" : "before", $"{row.Rows:N0}", Page.Moment(row.CreatedAt),
                    store.Lake.PathOf(row.Location),
                }),
                "no results"));
        });
    }
}
