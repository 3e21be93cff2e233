using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain;

/// <summary>
/// One run of the pipeline for one client.
/// 1 to 36 of a-z and 0-9 in words joined by single hyphens; safe as a folder.
/// </summary>
public readonly record struct BatchId : IText<BatchId>
{
    private readonly string? _value;

    private BatchId(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => _value ?? throw new InvalidOperationException("The id of the batch was never given.");

    /// <inheritdoc/>
    public static bool TryParse(string? text, out BatchId value, [NotNullWhen(false)] out string? refusal)
    {
        value = Slug.TryCheck("The id of the batch", text, out var slug, out refusal) ? new BatchId(slug) : default;
        return refusal is null;
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static BatchId Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
