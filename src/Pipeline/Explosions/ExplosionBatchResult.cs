namespace SecretMagic.Pipeline;

/// <summary>What an explosion did.</summary>
/// <param name="Report">What stands in summary.json.</param>
/// <param name="Directory">The folder of the result.</param>
/// <param name="Unchanged">True when the folder held this result already and nothing was written.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record ExplosionBatchResult(ExplosionManifest Report, string Directory, bool Unchanged, TimeSpan Elapsed)
{
    /// <summary>The folder of the coverage, where it is another than that of the requirements.</summary>
    public string? CoverageDirectory { get; init; }
}
