using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>A type of the catalog: what it computes, in words from which documentation is made, and how.</summary>
public sealed class FeatureType
{
    internal FeatureType(Action<EntryCompiler> compile) => Compile = compile;

    /// <summary>The name in an entry.</summary>
    public required string Name { get; init; }

    /// <summary>When its values are known.</summary>
    public required FeatureKind Kind { get; init; }

    /// <summary>What it is, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The formula.</summary>
    public required string Formula { get; init; }

    /// <summary>What a missing value of it means.</summary>
    public required string NanMeaning { get; init; }

    /// <summary>What a row costs, in words or nanoseconds on one core.</summary>
    public required string Cost { get; init; }

    /// <summary>An entry with the values it gives for a few rows, in one line.</summary>
    public required string Example { get; init; }

    /// <summary>The names of its columns, placeholders in braces.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>The parameters it takes.</summary>
    public required ImmutableArray<FeatureParameter> Parameters { get; init; }

    /// <summary>Adds the features of an entry whose parameters have the right shapes.</summary>
    internal Action<EntryCompiler> Compile { get; }
}
