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

    /// <summary>This book with other lines between two items; they stand after the others.</summary>
    /// <param name="parent">The item that is made.</param>
    /// <param name="component">The item it is made of.</param>
    /// <param name="lines">All lines between them; none takes the component out of the recipe.</param>
    /// <exception cref="ArgumentException">A line is of other items.</exception>
    public BomBook With(string parent, string component, params ReadOnlySpan<BomLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Parent != parent || line.Component != component)
                throw new ArgumentException($"The line is of {line.Component} in {line.Parent}, not of {component} in {parent}", nameof(lines));
        }

        return this with { Lines = [.. Lines.Where(line => line.Parent != parent || line.Component != component), .. lines] };
    }
}
