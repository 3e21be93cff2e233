namespace SecretMagic.Features;

/// <summary>A parameter of a feature type; documentation and messages are made from it.</summary>
public sealed class FeatureParameter
{
    internal FeatureParameter(string key, ParameterShape shape, string meaning, string? preset = null)
    {
        Key = key;
        Shape = shape;
        Meaning = meaning;
        Preset = preset;
    }

    /// <summary>The key in an entry.</summary>
    public string Key { get; }

    /// <summary>The values it takes, in words.</summary>
    public string Range => Shape.Range;

    /// <summary>The value when it is not given, in words; null when it must be given.</summary>
    public string? Preset { get; }

    /// <summary>What it does.</summary>
    public string Meaning { get; }

    internal ParameterShape Shape { get; }
}
