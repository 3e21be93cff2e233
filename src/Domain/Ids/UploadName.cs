using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain;

/// <summary>
/// The name of a file that a client uploaded, <c>sales-2026.parquet</c>: 1 to 60 of a-z, 0-9, '-' and '_', a letter or digit first, then .csv, .parquet,
/// .ndjson or .yaml; safe as the name of a file. No path is ever made from anything else that a caller sent.
/// </summary>
public readonly record struct UploadName : IText<UploadName>
{
    /// <summary>How an order names an upload, where it could name a file.</summary>
    public const string Prefix = "upload:";

    private const int MaxStem = 60;

    private readonly string? _value;

    private UploadName(string value) => _value = value;

    /// <summary>The extensions that are taken.</summary>
    public static ImmutableArray<string> Extensions { get; } = [".csv", ".parquet", ".ndjson", ".yaml"];

    /// <inheritdoc/>
    public string Value => _value ?? throw new InvalidOperationException("The name of the upload was never given.");

    /// <summary>As an order names it, <c>upload:sales-2026.parquet</c>.</summary>
    public string Written => Prefix + Value;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out UploadName value, [NotNullWhen(false)] out string? refusal)
    {
        var extension = Extensions.FirstOrDefault(known => text?.EndsWith(known, StringComparison.Ordinal) == true);
        var stem = extension is null ? "" : text![..^extension.Length];
        var sound = stem.Length is > 0 and <= MaxStem && stem[0] is not ('-' or '_')
            && stem.All(sign => sign is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_');
        refusal = !sound
            ? $"The upload {FreeText.Shown(text ?? "")} has no name that is allowed: give 1 to {MaxStem} of a-z, 0-9, '-' and '_', a letter or digit first, "
                + $"then {string.Join(", ", Extensions)}."
            : Slug.IsDevice(stem) ? $"The upload '{text}' has the name of a device on some systems: choose another."
            : null;
        value = refusal is null ? new UploadName(text!) : default;
        return refusal is null;
    }

    /// <summary>Reads the value of an order's option; false when it names no upload.</summary>
    public static bool TryOf(string option, out UploadName value)
    {
        ArgumentNullException.ThrowIfNull(option);
        value = default;
        return option.StartsWith(Prefix, StringComparison.Ordinal) && TryParse(option[Prefix.Length..], out value, out _);
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static UploadName Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
