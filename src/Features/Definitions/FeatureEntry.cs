using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>One entry of a feature set: a type of the catalog and the parameters given to it. It may stand for many features.</summary>
/// <param name="Type">The name of the type: <c>lag</c>, <c>ma</c>, ...</param>
/// <param name="Parameters">The parameters that are given, each key once.</param>
public sealed record FeatureEntry(string Type, ImmutableDictionary<string, ParameterValue> Parameters)
{
    /// <summary>True when the entry is left out with a note, instead of an error, where its input is absent.</summary>
    public bool IsOptional => Parameters.GetValueOrDefault("optional") is ParameterValue.Flag { Value: true };
}
