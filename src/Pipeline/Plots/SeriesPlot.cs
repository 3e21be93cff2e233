using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Pipeline;

/// <summary>Draws columns of one series of a result as an SVG file. The same rows give the same bytes; missing values are gaps.</summary>
public static class SeriesPlot
{
    /// <summary>Draws.</summary>
    /// <exception cref="InputException">There is no such result, series, column or range.</exception>
    public static PlotResult Run(PlotOptions options, CancellationToken token)
    {
        if (!options.Output.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            throw new InputException($"'{options.Output}' is no .svg file; the chart is written as SVG", column: "--output");
        var span = PlotSpan.Of(options.From, options.To);
        var manifest = ManifestOf(options.Input);
        ImmutableArray<string> left = [.. options.Columns.Except(options.Right)];
        ImmutableArray<string> lines = [.. left, .. options.Right.Distinct()];
        ImmutableArray<string> marks = [.. options.Marks.Distinct()];
        RequireColumns(manifest, lines, "--columns", ChartStyle.MostLines);
        RequireColumns(manifest, marks, "--mark", ChartStyle.MostMarks);
        if (lines.IsEmpty) throw new InputException("names no column; give some, such as target", column: "--columns");

        var rows = PlotRows.Read(manifest, options.Input, options.Series, [.. lines, .. marks], span, token);
        for (var mark = 0; mark < marks.Length; mark++)
            if (rows.Values[lines.Length + mark].FirstOrDefault(value => value is not (0 or 1) && !double.IsNaN(value)) is not 0 and var other)
                throw new InputException($"'{marks[mark]}' holds {other}, and a mark is 0 or 1; draw it with --columns or --right", column: "--mark");

        var chart = new Chart(
            options.Title ?? $"{options.Series}: {manifest.FeatureSet}", rows.Times, StepOf(manifest, options.Input), options.IsStepped,
            [.. lines.Select((name, at) => new Chart.Line(name, rows.Values[at], at >= left.Length))],
            [.. marks.Select((name, at) => new Chart.Mark(name, rows.Values[lines.Length + at]))]);
        Save(options.Output, ChartSvg.Draw(chart));
        return new PlotResult(
            rows.Times.Length, PlotSpan.Text(rows.Times[0]), PlotSpan.Text(rows.Times[^1]),
            [.. chart.Lines.Select(line => new PlotResult.Column(line.Name, line.Values.Count(double.IsNaN)))], options.Output);
    }

    private static FeatureManifest ManifestOf(string folder)
    {
        if (FeatureManifest.Read(folder) is { } manifest)
        {
            if (manifest.HasItsFiles(folder) && !manifest.Files.IsEmpty) return manifest;
            throw new InputException("files of the result are missing; run 'secretmagic process' again", folder);
        }

        var below = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, FeatureManifest.FileName, SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault()
            : null;
        throw new InputException(
            $"this is no result of 'secretmagic process': it has no {FeatureManifest.FileName}. "
            + (below is null ? "Give a folder such as out/features/demand_v1." : $"Did you mean {Path.GetDirectoryName(below)}?"), folder);
    }

    private static void RequireColumns(FeatureManifest manifest, ImmutableArray<string> names, string option, int most)
    {
        if (names.Length > most) throw new InputException($"{names.Length} columns are too many to tell apart; give at most {most}", column: option);
        var drawable = manifest.Columns.Where(column => column.Kind is not ("key" or "time") && column.Type != "text").Select(column => column.Name).ToArray();
        foreach (var name in names.Except(drawable))
        {
            var problem = manifest.Columns.Any(column => column.Name == name) ? $"'{name}' holds no numbers." : $"the result has no column '{name}'.";
            var near = Nearest.Hint(name, drawable);
            throw new InputException(problem + (near.Length > 0 ? near : $" It has {string.Join(", ", drawable)}."), column: option);
        }
    }

    private static long StepOf(FeatureManifest manifest, string folder) => Frequency.TryParse(manifest.Frequency, out var frequency)
        ? frequency.Micros
        : throw new InputException($"'{manifest.Frequency}' in its manifest is no frequency; run 'secretmagic process' again", folder);

    /// <summary>Writes aside first, so that a chart is there whole or not at all.</summary>
    private static void Save(string file, string svg)
    {
        var aside = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (Path.GetDirectoryName(file) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            File.WriteAllText(aside, svg);
            File.Move(aside, file, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            File.Delete(aside);
            throw new InputException($"{file} cannot be written ({problem.Message}); choose another place", column: "--output");
        }
    }
}
