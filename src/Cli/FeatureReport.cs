using SecretMagic.Pipeline;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary>The summary of a feature batch for people.</summary>
internal static class FeatureReport
{
    public static void Write(TextWriter output, FeatureBatchResult result)
    {
        var manifest = result.Manifest;
        var console = ReportConsole.Create(output);
        var features = manifest.Columns.Where(column => column.Kind is "past" or "known" or "static").ToArray();
        var table = new Table().Border(TableBorder.Simple).AddColumns("feature", "kind", "missing", "share", "why");
        table.Columns[2].RightAligned();
        table.Columns[3].RightAligned();
        foreach (var column in features.Where(column => column.NanCount > 0))
        {
            var reasons = string.Join(", ", column.Nan.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value:N0}"));
            table.AddRow(Markup.Escape(column.Name), column.Kind, $"{column.NanCount:N0}", $"{100.0 * column.NanCount / manifest.Rows:0.0} %", reasons);
        }

        if (table.Rows.Count > 0) console.Write(table);
        foreach (var kind in features.Where(column => column.NanCount == 0).GroupBy(column => column.Kind))
            console.WriteLine($"never missing, {kind.Key}: {string.Join(", ", kind.Select(column => column.Name))}");
        foreach (var left in manifest.LeftOut) console.WriteLine($"left out: {left}");
        foreach (var note in manifest.Notes) console.WriteLine($"note: {note}");
        console.WriteLine(
            $"{manifest.FeatureSet}: {manifest.Rows:N0} rows ({manifest.InputRows:N0} in the input, {manifest.Gaps:N0} gaps), "
            + $"{manifest.Series:N0} series, {manifest.First} to {manifest.Last}, {features.Length} features");
        if (result.BlocksFound > 0) console.WriteLine($"went on behind {result.BlocksFound:N0} of {result.Blocks:N0} blocks, which stood finished");
        console.WriteLine(result.Unchanged
            ? "unchanged: the files hold the result of the same input, definition and version"
            : ReportConsole.Cost(result.Elapsed, manifest.Rows, "rows"));
        console.WriteLine($"results: {result.Directory}");
    }
}
