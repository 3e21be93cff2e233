using SecretMagic.Pipeline;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary>The summary of an explosion for people.</summary>
internal static class ExplosionReport
{
    public static void Write(TextWriter output, ExplosionBatchResult result)
    {
        var report = result.Report;
        var console = ReportConsole.Create(output);
        if (report.HasStock && report.Shortest.Length > 0)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("short material", "first short day", "required", "missing", "share");
            foreach (var column in table.Columns.Skip(2)) column.RightAligned();
            foreach (var item in report.Shortest)
            {
                var name = item.Name is null ? item.Item : $"{item.Item} {item.Name}";
                table.AddRow(
                    Markup.Escape(item.Site.Length == 0 ? name : $"{name} at {item.Site}"), item.FirstDay,
                    $"{item.Gross:N1} {item.Unit}".TrimEnd(), $"{item.Short:N1} {item.Unit}".TrimEnd(), $"{100 * item.Short / item.Gross:0} %");
            }

            console.Write(table);
        }

        foreach (var warning in report.Warnings.Take(10)) console.WriteLine($"warning: {warning}");
        if (report.Warnings.Length > 10) console.WriteLine($"and {report.Warnings.Length - 10:N0} more warnings in {ExplosionManifest.FileName}");
        if (report.UnknownItems.Length > 0)
            console.WriteLine(
                $"warning: {report.UnknownItems.Length:N0} demanded items have no recipe and are required as themselves: "
                + string.Join(", ", report.UnknownItems.Take(5)));
        if (report.UnknownStock.Length > 0)
            console.WriteLine(
                $"warning: {report.UnknownStock.Length:N0} items have stock, but neither recipes nor the demand name them: "
                + string.Join(", ", report.UnknownStock.Take(5)));
        if (report.Isolated.Length > 0)
            console.WriteLine(
                $"warning: isolated: {report.Isolated.Length:N0} items in a cycle of recipes or below one were left out: "
                + string.Join(", ", report.Isolated.Take(5)));
        if (report.Frontier.Length > 0)
            console.WriteLine(
                $"warning: truncated: {report.Frontier.Length:N0} items have recipes deeper than --max-levels and were not exploded: "
                + string.Join(", ", report.Frontier.Take(5).Select(item => $"{item.Item} ({item.Quantity:N1})")));
        foreach (var part in report.Failures.Take(10))
            console.WriteLine($"failed: {part.Branch} costs {Named(part)}: {part.Reason}");
        if (report.Failures.Length > 10) console.WriteLine($"and {report.Failures.Length - 10:N0} more failed branches in {ExplosionManifest.FileName}");
        var stock = report.HasStock
            ? $"{report.MaterialsShort:N0} materials short"
            : "no stock was given, so nothing says what is short";
        console.WriteLine(
            $"{report.Lines:N0} recipe lines, {report.Levels} levels, {report.Days:N0} days from {report.FirstDay}, "
            + $"{report.Sites:N0} {(report.Sites == 1 ? "site" : "sites")}: "
            + $"{report.ItemsRequired:N0} items required, {stock}");
        console.WriteLine(result.Unchanged
            ? "unchanged: the files hold the result of the same input, options and version"
            : ReportConsole.Cost(result.Elapsed, (long)report.Lines * report.Days, "line-days"));
        console.WriteLine($"results: {result.Directory}");
        if (result.CoverageDirectory is { } coverage) console.WriteLine($"coverage: {coverage}");
    }

    /// <summary>The dishes that a failure costs.</summary>
    private static string Named(FailedPart part) => part.LeftOut.IsEmpty
        ? "no dish"
        : string.Join(", ", part.LeftOut.Take(5).Select(row => row.Item)) + (part.LeftOut.Length > 5 ? $" and {part.LeftOut.Length - 5:N0} more dishes" : "");
}
