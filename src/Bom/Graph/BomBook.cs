using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>Everything that is known of recipes: what <see cref="BomGraph.Compile(BomBook)"/> takes.</summary>
public sealed record BomBook
{
    /// <summary>The lines of recipes, in any order.</summary>
    public ImmutableArray<BomLine> Lines { get; init; } = [];

    /// <summary>What is known of items beyond their lines.</summary>
    public ImmutableArray<BomItem> Items { get; init; } = [];

    /// <summary>Conversions between units, beside those of weight and volume that always hold.</summary>
    public ImmutableArray<BomConversion> Conversions { get; init; } = [];

    /// <summary>By-products and co-products.</summary>
    public ImmutableArray<BomOutput> Outputs { get; init; } = [];

    /// <summary>From where sites take items whole.</summary>
    public ImmutableArray<BomRoute> Routes { get; init; } = [];

    /// <summary>What becomes of recipes that need themselves.</summary>
    public CycleDetection Cycles { get; init; }

    /// <summary>How many cycles are listed for a component.</summary>
    public int MaxCycles { get; init; } = 100;
}
