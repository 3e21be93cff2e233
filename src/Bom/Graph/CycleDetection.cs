namespace SecretMagic.Bom;

/// <summary>What becomes of recipes that need themselves.</summary>
public enum CycleDetection
{
    /// <summary>There is no graph.</summary>
    Fail,

    /// <summary>Items in a cycle or below one are left out and listed in <see cref="BomGraph.Isolated"/>; everything else is computed.</summary>
    Isolate,
}
