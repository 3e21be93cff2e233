using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>The rows of one series that kernels compute at once; few enough that what they touch stays in the first-level
/// cache.</summary>
internal sealed class Tile(TimeGrid grid, ColumnWriter writer)
{
    /// <summary>The most rows of a tile.</summary>
    public const int MaxRows = 1024;

    public TimeGrid Grid { get; } = grid;

    public ColumnWriter Writer { get; } = writer;

    /// <summary>What rows are; null when nothing says.</summary>
    public PresenceRule? Presence { get; init; }

    /// <summary>The position of the series in its attributes.</summary>
    public int Series { get; set; }

    /// <summary>The first row, counted from the first row of the series.</summary>
    public int From { get; set; }

    public int Count { get; set; }

    /// <summary>The period of the first row of the tile.</summary>
    public long Period { get; set; }
}
