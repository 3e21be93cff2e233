using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain;

/// <summary>
/// The name of a set of columns that is computed together, <c>demand_v1</c>: 1 to 63 of a-z, 0-9 and _, beginning with a letter; safe as a folder.
/// </summary>
public readonly record struct FeatureSetName : IText<FeatureSetName>
{
    private readonly string? _value;

    private FeatureSetName(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => _value ?? throw new InvalidOperationException("The name of the feature set was never given.");

    /// <inheritdoc/>
    public static bool TryParse(string? text, out FeatureSetName value, [NotNullWhen(false)] out string? refusal)
    {
        var sound = text is { Length: > 0 and <= 63 } && text[0] is >= 'a' and <= 'z'
            && text.All(sign => sign is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
        refusal = !sound ? $"The feature set {FreeText.Shown(text ?? "")} is none: give 1 to 63 of a-z, 0-9 and '_', a letter first."
            : Slug.IsDevice(text!) ? $"The feature set '{text}' is the name of a device on some systems: choose another."
            : null;
        value = refusal is null ? new FeatureSetName(text!) : default;
        return refusal is null;
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static FeatureSetName Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
