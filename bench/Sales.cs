using System.Collections.Immutable;
using SecretMagic.Series;

namespace SecretMagic.Bench;

/// <summary>Daily units that look like those of shops: whole numbers, many of them zero.</summary>
internal static class Sales
{
    public const int Days = 1941;

    public static ImmutableArray<string> Columns { get; } = ["target"];

    public static double Units(int series, int day, int zeros)
    {
        var noise = (uint)((series * Days + day) * 2_654_435_761L >> 7);
        return noise % 100 < zeros ? 0 : noise % 24;
    }

    public static SeriesPanel Panel(int count, int zeros)
    {
        var panel = new SeriesPanel(
            new TimeGrid(Frequency.Day), Columns, [.. Enumerable.Repeat(15_003L, count)], [.. Enumerable.Repeat(Days, count)]);
        for (var series = 0; series < count; series++)
        {
            var values = panel.Values(0, series);
            for (var day = 0; day < Days; day++) values[day] = Units(series, day, zeros);
        }

        return panel;
    }
}
