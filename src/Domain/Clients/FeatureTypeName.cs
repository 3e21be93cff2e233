using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain.Clients;

/// <summary>The type of features that a configuration is for, <c>ema</c>, <c>seasonality</c>: 1 to 63 of a-z, 0-9 and _, beginning with a letter.</summary>
public readonly record struct FeatureTypeName : IText<FeatureTypeName>, IComparable<FeatureTypeName>
{
    private readonly string? _value;

    private FeatureTypeName(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => _value ?? throw new InvalidOperationException("The feature type was never given.");

    /// <summary>Ordinal order of the names.</summary>
    public static bool operator <(FeatureTypeName left, FeatureTypeName right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order of the names.</summary>
    public static bool operator >(FeatureTypeName left, FeatureTypeName right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order of the names.</summary>
    public static bool operator <=(FeatureTypeName left, FeatureTypeName right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order of the names.</summary>
    public static bool operator >=(FeatureTypeName left, FeatureTypeName right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out FeatureTypeName value, [NotNullWhen(false)] out string? refusal)
    {
        var sound = text is { Length: > 0 and <= 63 } && text[0] is >= 'a' and <= 'z'
            && text.All(sign => sign is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
        refusal = sound ? null : $"The feature type {FreeText.Shown(text ?? "")} is none: give 1 to 63 of a-z, 0-9 and '_', a letter first.";
        value = sound ? new FeatureTypeName(text!) : default;
        return sound;
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static FeatureTypeName Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public int CompareTo(FeatureTypeName other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
