namespace SecretMagic.Features;

/// <summary>
/// A column that is made from all series of a group, so that a series without history has one to look at: for each period the mean, sum or count
/// of the known values of all series with the same value of a static column. It is missing where none is known.
/// </summary>
public sealed record PooledColumn
{
    /// <summary>The name by which entries read it, as <c>column: item_mean</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The column of the panel that is pooled.</summary>
    public string Of { get; init; } = "target";

    /// <summary>The static column whose values make the groups; null for one group of all series.</summary>
    public string? By { get; init; }

    /// <summary>What it holds.</summary>
    public PooledStatistic How { get; init; }

    /// <summary>True when a series' own values are taken out of its column again.</summary>
    public bool LeavesOut { get; init; }

    /// <summary>The periods that are taken together, from 1; they reach back before the first row of the series.</summary>
    public int Window { get; init; } = 1;

    /// <summary>How many periods the window ends before the row: 0 takes in the row's own period.</summary>
    public int Shift { get; init; }

    /// <summary>All that decides over its values.</summary>
    public string Canonical =>
        $"{How.ToString().ToLowerInvariant()} of {Of} by {By ?? "all"} w={Window} shift={Shift}{(LeavesOut ? " leave out" : "")}";
}
