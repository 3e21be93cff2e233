using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain;

/// <summary>
/// An API key, without its secret: safe to show.
/// 1 to 36 of a-z and 0-9 in words joined by single hyphens.
/// </summary>
public readonly record struct ApiKeyId : IText<ApiKeyId>
{
    private const int Length = 12;
    private readonly string? _value;

    private ApiKeyId(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => _value ?? throw new InvalidOperationException("The id of the key was never given.");

    /// <summary>The key that a command issues: the same command issues no second one.</summary>
    public static ApiKeyId Of(CommandId command) => new(DerivedUuid.Of($"key:{command.Value}").ToString("N")[..Length]);

    /// <inheritdoc/>
    public static bool TryParse(string? text, out ApiKeyId value, [NotNullWhen(false)] out string? refusal)
    {
        value = Slug.TryCheck("The id of the key", text, out var slug, out refusal) ? new ApiKeyId(slug) : default;
        return refusal is null;
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static ApiKeyId Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
