namespace SecretMagic.Pipeline;

/// <summary>What a feature batch did.</summary>
/// <param name="Manifest">What stands in manifest.json.</param>
/// <param name="Directory">The folder of the result.</param>
/// <param name="Unchanged">True when the folder held this result already and nothing was written.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record FeatureBatchResult(FeatureManifest Manifest, string Directory, bool Unchanged, TimeSpan Elapsed)
{
    /// <summary>The blocks that the batch was divided into; 0 when it was unchanged.</summary>
    public int Blocks { get; init; }

    /// <summary>Those of them that an earlier run had finished and this one did not compute.</summary>
    public int BlocksFound { get; init; }
}
