using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>What a check of a result found.</summary>
public sealed record FeatureCheckReport
{
    /// <summary>Every value is the one that comes out again.</summary>
    public const string Equal = "equal";

    /// <summary>A value, a file or a column is another.</summary>
    public const string Different = "different";

    /// <summary>A feature of the past is another where later rows are not there: it has seen the future.</summary>
    public const string Leaks = "leaks";

    /// <summary>The inputs are not those that the result was made from, so nothing was compared.</summary>
    public const string InputsChanged = "inputs_changed";

    /// <summary>equal, different, leaks or inputs_changed.</summary>
    public required string Outcome { get; init; }

    /// <summary>The name of the feature set.</summary>
    public required string FeatureSet { get; init; }

    /// <summary>Whose it is, or null.</summary>
    public required string? Client { get; init; }

    /// <summary>The version of the program that made it.</summary>
    public required string Software { get; init; }

    /// <summary>The version that checked it.</summary>
    public required string CheckedBy { get; init; }

    /// <summary>What is wrong with whole inputs, files and columns; each in words.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Files that were compared.</summary>
    public int Files { get; init; }

    /// <summary>Rows that were compared.</summary>
    public long Rows { get; init; }

    /// <summary>Values that were compared, keys included.</summary>
    public long Values { get; init; }

    /// <summary>The first values that differ from those that come out again.</summary>
    public ImmutableArray<ValueDifference> Differences { get; init; } = [];

    /// <summary>How many differ, by column.</summary>
    public ImmutableSortedDictionary<string, long> DifferencesByFeature { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Rows that were computed once more from what was there up to their time.</summary>
    public int SampledRows { get; init; }

    /// <summary>The first values of the past that are others then.</summary>
    public ImmutableArray<ValueDifference> Leaked { get; init; } = [];

    /// <summary>How many are, by feature.</summary>
    public ImmutableSortedDictionary<string, long> LeakedByFeature { get; init; } = ImmutableSortedDictionary<string, long>.Empty;
}
