using System.Collections.Immutable;
using System.IO.Compression;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

/// <summary>Short ways to say "these rows, this entry" in tests.</summary>
internal static class Given
{
    public static readonly TimeGrid Daily = new(Frequency.Day);

    /// <summary>An entry: numbers, texts, flags, arrays of these, and value objects as they are.</summary>
    public static FeatureEntry Entry(string type, params (string Key, object Value)[] parameters) =>
        new(type, parameters.ToImmutableDictionary(pair => pair.Key, pair => Value(pair.Value)));

    public static FeatureSet Set(params FeatureEntry[] entries) => new()
    {
        Id = "test_v1",
        Frequency = Frequency.Day,
        Entries = [.. entries],
        Defaults = new FeatureDefaults { Type = ColumnType.Float64 },
    };

    public static FeatureSources Sources(params string[] columns) => new() { Columns = [.. columns.Length == 0 ? ["target"] : columns] };

    public static FeaturePlan Plan(FeatureSet set, FeatureSources? sources = null)
    {
        var compiled = FeaturePlan.Compile(set, sources ?? Sources());
        compiled.Findings.ShouldBeEmpty();
        return compiled.Plan.ShouldNotBeNull();
    }

    /// <summary>A panel of one series whose columns have these values.</summary>
    public static SeriesPanel Panel(TimeGrid grid, long firstPeriod, params (string Name, double[] Values)[] columns)
    {
        var panel = new SeriesPanel(grid, [.. columns.Select(column => column.Name)], [firstPeriod], [columns[0].Values.Length]);
        for (var column = 0; column < columns.Length; column++) columns[column].Values.CopyTo(panel.Values(column, 0));
        return panel;
    }

    public static SeriesPanel Panel(long firstPeriod, double[] target) => Panel(Daily, firstPeriod, ("target", target));

    public static int Day(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The columns of a golden file by name, with the rows of each series.</summary>
    public static (string[] Names, List<(string Id, long FirstPeriod, List<double[]> Rows)> Series) GoldenFeatures(string file = "given")
    {
        using var packed = typeof(Given).Assembly.GetManifestResourceStream($"golden/features/{file}.csv.gz").ShouldNotBeNull();
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var names = reader.ReadLine()!.Split(',');
        var series = new List<(string Id, long FirstPeriod, List<double[]> Rows)>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (series.Count == 0 || series[^1].Id != cells[0])
                series.Add((cells[0], DateOnly.Parse(cells[1]).DayNumber - new DateOnly(1970, 1, 1).DayNumber, []));
            series[^1].Rows.Add([.. cells.Skip(2).Select(cell => cell.Length == 0 ? double.NaN : double.Parse(cell))]);
        }

        return (names[2..], series);
    }

    /// <summary>Equal but for a tolerance, NaN where NaN is expected.</summary>
    public static void ShouldAgreeWith(this double[] actual, double[] expected, double tolerance)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            (double.IsNaN(expected[i]) ? double.IsNaN(actual[i]) : Math.Abs(actual[i] - expected[i]) <= tolerance)
                .ShouldBeTrue($"at {i}: {actual[i]} instead of {expected[i]}");
        }
    }

    private static ParameterValue Value(object value) => value switch
    {
        ParameterValue ready => ready,
        bool flag => new ParameterValue.Flag(flag),
        string text => new ParameterValue.Text(text),
        int number => new ParameterValue.Number(number),
        double number => new ParameterValue.Number(number),
        System.Collections.IEnumerable items => new ParameterValue.Items([.. items.Cast<object>().Select(Value)]),
        _ => throw new ArgumentException($"{value}", nameof(value)),
    };
}
