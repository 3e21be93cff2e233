using System.CommandLine;
using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Cli;

/// <summary><c>rows features</c>: the features of a series now, or as of a moment.</summary>
internal static class RowFeatures
{
    public static Command Create(MetadataShell shell)
    {
        var client = Written.Client();
        var series = new Option<string>("--series") { HelpName = "ID", Description = "the id of the series", Required = true };
        var asOf = new Option<string?>("--as-of") { HelpName = "TIME", Description = "from what was known, and had happened, by then; now by default" };
        return shell.Asks(
            new Command("features", "The features of the last row of a series.") { client, series, asOf },
            async (store, parsed, token) =>
            {
                var tenant = Written.As<TenantId>(parsed.GetRequiredValue(client));
                await ClientChange.Clear(store, tenant, WorkKind.Features, token);
                DateTimeOffset? moment = parsed.GetValue(asOf) is { } written ? Written.Moment(written, "--as-of") : null;
                var name = parsed.GetRequiredValue(series);
                var online = new ClientShards(store.Gateway, tenant);
                if (await online.Plan(token) is null) throw AddRows.PlanMissing(tenant);
                return await online.Features(name, moment, token) is { } found ? Shown(found) : throw Unknown(tenant, name, moment);
            });
    }

    private static Answer Shown(ShardFeatures found)
    {
        var columns = found.Plan.Features.Columns;
        var values = Enumerable.Range(0, columns.Length).Select(column => (columns[column].Name, Value: found.Value(column))).ToArray();
        return new Answer(
            new
            {
                SeriesId = found.Series,
                Timestamp = found.Time,
                PlanHash = found.Plan.Hash,
                found.Version,
                Features = values.ToDictionary(value => value.Name, value => value.Value),
            },
            console =>
            {
                console.Line($"{found.Series} at {found.Time}");
                console.Facts([.. values.Select(value => (value.Name, Text(value.Value)))]);
            });
    }

    private static string? Text(object? value) => value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static RefusedException Unknown(TenantId tenant, string series, DateTimeOffset? moment) => new(
        new Reply.Rejected(
            "series-unknown",
            $"Client {tenant} has no rows of series {FreeText.Shown(series)}{(moment is { } by ? $" that were known by {Page.Moment(by)}" : "")}."),
        tenant.Value);
}
