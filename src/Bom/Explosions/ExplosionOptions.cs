namespace SecretMagic.Bom;

/// <summary>How an explosion runs.</summary>
public sealed record ExplosionOptions
{
    /// <summary>
    /// How many levels below what is demanded are computed; default 5. An item that far down is required, but not exploded further: it is
    /// listed in <see cref="ExplosionSummary.Frontier"/> and the status is <see cref="ExplosionStatus.Truncated"/>. Its level is the
    /// longest way down to it; all of its quantity stops there, also what came on a shorter way.
    /// </summary>
    public int MaxLevels { get; init; } = 5;

    /// <summary>
    /// The most bytes for the block of requirements, default 64 MiB: items x columns x 8, a column being a day at a site. Fewer are used
    /// where that is faster. The least is one site (or all sites that others take from) over one day and the lead days after it. No result depends on it.
    /// </summary>
    public long TileBytes { get; init; } = 64L << 20;

    /// <summary>
    /// How many threads sweep, default 1; they share <see cref="TileBytes"/>. No result depends on it, nor the order of rows. Coverage, and explosions in
    /// which a site takes from another, use one.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>How many days ahead coverage looks: days of cover are at most that many; default 90.</summary>
    public int CoverDays { get; init; } = 90;

    /// <summary>Of what this is a part: its sites and its axis hold for the part too, so that it adds up to the same bits; null when it is whole.</summary>
    internal ExplosionPlan? Whole { get; init; }
}
