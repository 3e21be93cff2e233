using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>The rows of one series that kernels compute at once; few enough that what they touch stays near the core.</summary>
internal sealed class Tile(SeriesPanel panel, ColumnWriter writer)
{
    /// <summary>The most rows of a tile.</summary>
    public const int MaxRows = 2048;

    public SeriesPanel Panel { get; } = panel;

    public ColumnWriter Writer { get; } = writer;

    /// <summary>What rows are; null when nothing says.</summary>
    public PresenceRule? Presence { get; init; }

    public int Series { get; set; }

    /// <summary>The first row, counted from the first row of the series.</summary>
    public int From { get; set; }

    public int Count { get; set; }

    /// <summary>The period of the first row of the tile.</summary>
    public long Period => Panel.FirstPeriod(Series) + From;
}
