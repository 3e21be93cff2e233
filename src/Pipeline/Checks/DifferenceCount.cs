using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>Counts differences by column and keeps the first.</summary>
internal sealed class DifferenceCount(int shown)
{
    private readonly Dictionary<string, long> _counts = [];
    private readonly List<ValueDifference> _first = [];

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => _counts.Count == 0;

    /// <summary>True while more are kept.</summary>
    public bool IsShort => _first.Count < shown;

    /// <summary>The first.</summary>
    public ImmutableArray<ValueDifference> First => [.. _first];

    /// <summary>[column] how many.</summary>
    public ImmutableSortedDictionary<string, long> Counts => _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Counts one.</summary>
    public void Add(string feature) => _counts[feature] = _counts.GetValueOrDefault(feature) + 1;

    /// <summary>Keeps one that is counted.</summary>
    public void Show(ValueDifference difference) => _first.Add(difference);
}
