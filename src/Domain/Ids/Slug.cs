using System.Diagnostics.CodeAnalysis;

namespace SecretMagic.Domain;

/// <summary>
/// The grammar of ids that become part of a path, a table name or an address: words of a-z and 0-9 joined by single hyphens. It knows no dot, slash,
/// quote, space, underscore or capital, so an id escapes no folder and no quoting, and two ids never differ by case alone.
/// </summary>
internal static class Slug
{
    /// <summary>A UUID fits.</summary>
    internal const int MaxLength = 36;

    /// <summary>Names that Windows gives to devices; a folder may not have them.</summary>
    private static readonly HashSet<string> Devices =
    [
        "con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(digit => new[] { $"com{digit}", $"lpt{digit}" }),
    ];

    internal static bool TryCheck(string what, string? text, [NotNullWhen(true)] out string? slug, [NotNullWhen(false)] out string? refusal)
    {
        refusal = Refusal(what, text);
        slug = refusal is null ? text : null;
        return refusal is null;
    }

    internal static bool IsDevice(string text) => Devices.Contains(text);

    private static string? Refusal(string what, string? text)
    {
        if (string.IsNullOrEmpty(text)) return $"{what} is empty: give 1 to {MaxLength} of a-z, 0-9 and '-', such as acme-7.";
        if (text.Length > MaxLength) return $"{what} has {text.Length} characters, {FreeText.Shown(text)}: at most {MaxLength} are allowed.";
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is (>= 'a' and <= 'z') or (>= '0' and <= '9')) continue;
            if (text[at] == '-' && at > 0 && at < text.Length - 1 && text[at - 1] != '-') continue;
            return $"{what} {FreeText.Shown(text)} has {FreeText.Shown(text, at)} at position {at + 1}: "
                + "only a-z, 0-9 and single '-' between them are allowed.";
        }

        return IsDevice(text) ? $"{what} '{text}' is the name of a device on some systems: choose another." : null;
    }
}
