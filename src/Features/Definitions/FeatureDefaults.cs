using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>What holds for every entry that says nothing else.</summary>
public sealed record FeatureDefaults
{
    /// <summary>What a missing value means.</summary>
    public NanStrategy Strategy { get; init; } = NanStrategy.Missing;

    /// <summary>The fewest known values a statistic needs, from 1. A standard deviation always needs 2.</summary>
    public int MinSamples { get; init; } = 1;

    /// <summary>How many rows every history feature is moved on: 0 may use the row itself, 1 only rows before it.</summary>
    public int Shift { get; init; }

    /// <summary>How features are stored: <see cref="ColumnType.Float32"/> or <see cref="ColumnType.Float64"/>. They are computed in
    /// Float64.</summary>
    public ColumnType Type { get; init; } = ColumnType.Float32;
}
