using System.Text;

namespace SecretMagic.Domain;

/// <summary>Rules of text that people write: names, reasons, messages. Every store can hold what passes them.</summary>
public static class FreeText
{
    /// <summary>Null when the text is not blank, not too long, and holds no control character and no half of a character; else what is wrong.</summary>
    internal static string? Refusal(string what, string? text, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(text)) return $"{what} is empty: give 1 to {maxLength} characters.";
        if (text.Length > maxLength) return $"{what} has {text.Length} characters, {Shown(text)}: at most {maxLength} are allowed.";
        for (var at = 0; at < text.Length; at++)
        {
            if (IsPair(text, at)) at++;
            else if (char.IsControl(text[at]) || char.IsSurrogate(text[at]))
                return $"{what} {Shown(text)} has {Shown(text, at)} at position {at + 1}: control characters and broken characters are not allowed.";
        }

        return null;
    }

    /// <summary>The text as every store can hold it: control characters but line ends and tabs become spaces, broken ones '?', the rest is cut.</summary>
    public static string Cleaned(string? text, int maxLength)
    {
        var cleaned = new StringBuilder();
        for (var at = 0; at < (text?.Length ?? 0) && cleaned.Length < maxLength; at++)
        {
            if (IsPair(text!, at))
            {
                if (cleaned.Length + 2 > maxLength) break;
                cleaned.Append(text![at]).Append(text[++at]);
            }
            else
            {
                var sign = text![at];
                cleaned.Append(char.IsSurrogate(sign) ? '?' : char.IsControl(sign) && sign is not ('\n' or '\t') ? ' ' : sign);
            }
        }

        return cleaned.ToString();
    }

    /// <summary>The text for a message: at most 40 characters, signs that cannot be read as their code.</summary>
    public static string Shown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder("'");
        for (var at = 0; at < text.Length && shown.Length < 40; at++) shown.Append(text[at] is >= ' ' and <= '~' ? text[at] : '?');
        return shown.Append(shown.Length > text.Length ? "'" : "...'").ToString();
    }

    /// <summary>One sign for a message: itself when it can be read, else its code.</summary>
    internal static string Shown(string text, int at) =>
        text[at] is > ' ' and <= '~' ? $"'{text[at]}'" : $"U+{(IsPair(text, at) ? char.ConvertToUtf32(text, at) : text[at]):X4}";

    private static bool IsPair(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
}
