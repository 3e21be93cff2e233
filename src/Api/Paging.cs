using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SecretMagic.Domain;

namespace SecretMagic.Api;

/// <summary>Lists by the page: at most so many, and where the next page begins. A cursor stays good while rows come and go.</summary>
internal static class Paging
{
    internal const int Preset = 100;
    private const int Most = 1_000;

    /// <summary>How many rows were asked for.</summary>
    internal static int Limit(int? asked) => asked is null or (>= 1 and <= Most)
        ? asked ?? Preset
        : throw new ProblemException("value-refused", $"limit is {asked}: give 1 to {Most}.", new ProblemError("limit", $"1 to {Most}"));

    /// <summary>The cursor behind the last row that is shown.</summary>
    internal static string Cursor(params string[] parts) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', parts)));

    /// <summary>The parts of a cursor; null of none.</summary>
    internal static string[]? Parts(string? cursor, int count)
    {
        if (cursor is null) return null;
        try
        {
            if (Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n') is { } parts && parts.Length == count) return parts;
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw Wrong(cursor);
    }

    /// <summary>A moment: ISO 8601, UTC unless it says otherwise.</summary>
    internal static DateTimeOffset? Moment(string? text, string name)
    {
        if (text is null) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new ProblemException("value-refused", $"{name} is {FreeText.Shown(text)}: give a moment such as 2026-01-31T02:30:00Z.");
    }

    internal static ProblemException Wrong(string cursor) =>
        new("value-refused", $"cursor is {FreeText.Shown(cursor)}: send the value of next as it was.", new ProblemError("cursor", "the value of next"));
}
