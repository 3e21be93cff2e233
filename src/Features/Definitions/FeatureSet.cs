using System.Collections.Immutable;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>A named list of features on one grid: what <c>features.yaml</c> says. Its meaning is checked by
/// <see cref="FeaturePlan"/>.</summary>
public sealed record FeatureSet
{
    /// <summary>The name: a letter, then letters, digits and underscores, up to 63, all lower case.</summary>
    public required string Id { get; init; }

    /// <summary>The step of the grid.</summary>
    public required Frequency Frequency { get; init; }

    /// <summary>The zone of the shops, such as Europe/Berlin, on grids finer than a day: periods are of UTC, days and hours local. Null when
    /// timestamps are local.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The entries, in the order of the columns they make.</summary>
    public required ImmutableArray<FeatureEntry> Entries { get; init; }

    /// <summary>Columns made from all series of a group, which entries may read.</summary>
    public ImmutableArray<PooledColumn> Pooled { get; init; } = [];

    /// <summary>What holds for every entry that says nothing else.</summary>
    public FeatureDefaults Defaults { get; init; } = new();

    /// <summary>Forecasts to come, in grid steps, ascending: every history feature that is newer than one exists once more, known at it.</summary>
    public ImmutableArray<int> Horizons { get; init; } = [];

    /// <summary>Which columns say what a row is; null when none does.</summary>
    public PresenceColumns? Presence { get; init; }

    /// <summary>What a reader does with a second row of one series and timestamp.</summary>
    public DuplicatePolicy Duplicates { get; init; } = DuplicatePolicy.Error;

    /// <summary>What a reader does with infinite values.</summary>
    public InfinitePolicy Infinite { get; init; } = InfinitePolicy.Error;
}
