namespace SecretMagic.Domain.Clients;

/// <summary>How the recipes of a client are exploded.</summary>
/// <param name="MaxLevels">The deepest recipe that is allowed, 1 to 100.</param>
/// <param name="IncludeProducedAt">Demand moves to the site that produces.</param>
/// <param name="CycleDetection">Cycles are looked for and named before anything is computed.</param>
public sealed record BomConfig(int MaxLevels, bool IncludeProducedAt, bool CycleDetection)
{
    /// <summary>What holds until something else is configured.</summary>
    public static BomConfig Default { get; } = new(5, true, true);

    internal string? Refusal() =>
        MaxLevels is >= 1 and <= 100 ? null : $"max_levels {MaxLevels} of the BOM configuration is not in 1 to 100.";
}
