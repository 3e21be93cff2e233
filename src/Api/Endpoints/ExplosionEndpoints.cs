using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>Results of explosions: which there are, and the rows of the one that readers get.</summary>
internal static class ExplosionEndpoints
{
    private const string NextCursor = "Next-Cursor", Csv = "text/csv";

    internal static void Map(RouteGroupBuilder api)
    {
        var client = api.MapGroup("/clients/{client}").WithTags("Explosions");
        client.MapGet("/explosions", List).WithName("listExplosions")
            .WithSummary("Results of explosions that are registered: the current ones, and those before.").MayAnswer("client-unknown");
        client.MapGet("/coverage", Coverage).WithName("readCoverage")
            .WithSummary("How requirements are met, a row an item, site and day: ?short_only=true. CSV by Accept: text/csv, with the header Next-Cursor.")
            .Produces<PageAnswer<CoveredRow>>().MayAnswer("client-unknown", "result-unknown", "value-refused", "busy", "too-long");
        client.MapGet("/requirements", Requirements).WithName("readRequirements")
            .WithSummary("What is required, a row an item, site and day: ?item=flour. CSV by Accept: text/csv, with the header Next-Cursor.")
            .Produces<PageAnswer<RequiredRow>>().MayAnswer("client-unknown", "result-unknown", "value-refused", "busy", "too-long");
    }

    private static async Task<IReadOnlyList<ExplosionAnswer>> List(Call call) =>
        [.. (await call.Store.Tables.Results(call.Client.Id, ExplosionResults.Kinds, call.Token)).Select(ExplosionAnswer.Of)];

    private static async Task<IResult> Coverage(
        Call call, ComputeSlots slots, string? site, string? item, DateOnly? from, DateOnly? to,
        [FromQuery(Name = "short_only"), Description("those alone where something is missing")] bool? shortOnly,
        [Description("1 to 1000, 100 by default")] int? limit, string? cursor)
    {
        var most = Paging.Limit(limit);
        var asked = Asked(site, item, from, to, most, cursor) with { OnlyShort = shortOnly ?? false };
        var rows = await ExplosionResults.Read(
            call, slots, ResultKind.Coverage, (folder, stop) => ExplosionRows.Coverage(folder, asked, stop));
        return Answer(
            call, rows, most, row => Paging.Cursor(row.Item, row.Site, Text(row.Date), row.Kind, Text(row.Level)),
            "item,site,date,kind,level,gross,stock_used,planned,short,left,days_of_cover,past_due,past_due_short",
            row =>
            [
                row.Item, row.Site, Text(row.Date), row.Kind, Text(row.Level), Text(row.Gross), Text(row.StockUsed), Text(row.Planned), Text(row.Short),
                Text(row.Left), Text(row.DaysOfCover), Text(row.PastDue), Text(row.PastDueShort),
            ]);
    }

    private static async Task<IResult> Requirements(
        Call call, ComputeSlots slots, string? site, string? item, DateOnly? from, DateOnly? to, [Description("1 to 1000, 100 by default")] int? limit,
        string? cursor)
    {
        var most = Paging.Limit(limit);
        var asked = Asked(site, item, from, to, most, cursor);
        var rows = await ExplosionResults.Read(
            call, slots, ResultKind.Requirements, (folder, stop) => ExplosionRows.Requirements(folder, asked, stop));
        return Answer(
            call, rows, most, row => Paging.Cursor(row.Item, row.Site, Text(row.Date), row.Kind, Text(row.Level)),
            "item,site,date,kind,level,quantity,past_due",
            row => [row.Item, row.Site, Text(row.Date), row.Kind, Text(row.Level), Text(row.Quantity), Text(row.PastDue)]);
    }

    private static RowsAsked Asked(string? site, string? item, DateOnly? from, DateOnly? to, int most, string? cursor)
    {
        RowsAsked.Key? after = null;
        if (Paging.Parts(cursor, 5) is [var lastItem, var lastSite, var day, var kind, var level])
        {
            after = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                && int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new RowsAsked.Key(lastItem, lastSite, date, kind, number)
                : throw Paging.Wrong(cursor!);
        }

        return new RowsAsked { Item = item, Site = site, From = from, To = to, After = after, Limit = most + 1 };
    }

    private static IResult Answer<T>(Call call, IReadOnlyList<T> read, int most, Func<T, string> cursor, string header, Func<T, string[]> cells)
    {
        call.Say("Vary", "Accept");
        var page = PageAnswer<T>.Of(read, most, row => row, cursor);
        if (!call.Accepts(Csv)) return TypedResults.Ok(page);
        if (page.Next is { } next) call.Say(NextCursor, next);
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in page.Items) text.AppendJoin(',', cells(row).Select(Quoted)).Append('\n');
        return TypedResults.Text(text.ToString(), Csv, Encoding.UTF8);
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A result of an explosion.</summary>
    /// <param name="Kind">requirements, coverage.</param>
    /// <param name="Set">The name it is registered under.</param>
    /// <param name="IsCurrent">It is what readers get; else the one before that.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Run">The run or batch that made it.</param>
    /// <param name="Attempt">The attempt of it.</param>
    /// <param name="Hash">SHA-256 of what decides it.</param>
    /// <param name="Place">Where it lies, below the root of the lake.</param>
    /// <param name="CreatedAt">When it was registered.</param>
    internal sealed record ExplosionAnswer(
        string Kind, string Set, bool IsCurrent, long Rows, string Run, int Attempt, string Hash, string Place, DateTimeOffset CreatedAt)
    {
        internal static ExplosionAnswer Of(ResultRow row) =>
            new(row.Kind, row.SetName, row.IsCurrent, row.Rows, row.BatchId, row.Attempt, row.Hash, row.Location, row.CreatedAt);
    }
}
