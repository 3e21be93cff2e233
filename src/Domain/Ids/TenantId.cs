using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain;

/// <summary>
/// Whose data it is: the organization that a client is routed by.
/// 1 to 36 of a-z and 0-9 in words joined by single hyphens; safe as a folder and, by <see cref="SqlName"/>, in a table name.
/// </summary>
public readonly record struct TenantId : IText<TenantId>
{
    private readonly string? _value;

    private TenantId(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => _value ?? throw new InvalidOperationException("The id of the client was never given.");

    /// <summary>The id as part of a table name: hyphens as underscores. Ids hold no underscore, so no two ids share a name.</summary>
    public string SqlName => Value.Replace('-', '_');

    /// <inheritdoc/>
    public static bool TryParse(string? text, out TenantId value, [NotNullWhen(false)] out string? refusal)
    {
        value = Slug.TryCheck("The id of the client", text, out var slug, out refusal) ? new TenantId(slug) : default;
        return refusal is null;
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static TenantId Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
