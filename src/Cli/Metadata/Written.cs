using System.CommandLine;
using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary>Values as people write them on the command line.</summary>
internal static class Written
{
    /// <summary>The argument that names a client.</summary>
    public static Argument<string> Client() => new("CLIENT") { Description = "the client's id, such as acme" };

    /// <summary>How many rows at most.</summary>
    public static Option<int> Limit()
    {
        var limit = new Option<int>("--limit") { HelpName = "N", Description = "at most so many, 1 to 10000", DefaultValueFactory = _ => 100 };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000) result.AddError("--limit: give 1 to 10000.");
        });
        return limit;
    }

    /// <summary>What was given for some options, by their names without dashes; null of all others.</summary>
    public static Func<string, string?> Of(ParseResult parsed, IEnumerable<Option> options) =>
        name => options.FirstOrDefault(option => option.Name == $"--{name}") is Option<string?> option ? parsed.GetValue(option) : null;

    /// <summary>An id, a name or a schedule.</summary>
    /// <exception cref="InputException">The text is none; what is allowed is said.</exception>
    public static T As<T>(string text, string? column = null) where T : struct, IText<T> =>
        T.TryParse(text, out var value, out var refusal) ? value : throw new InputException(refusal, column: column);

    /// <summary>An id, where one was given.</summary>
    /// <exception cref="InputException">The text is none; what is allowed is said.</exception>
    public static T? Maybe<T>(string? text, string? column = null) where T : struct, IText<T> => text is null ? null : As<T>(text, column);

    /// <summary>A moment: a day or a time of ISO 8601, UTC unless it says otherwise, or how long ago, such as <c>24h</c> or <c>7d</c>.</summary>
    /// <exception cref="InputException">The text is none.</exception>
    public static DateTimeOffset Moment(string text, string column)
    {
        TimeSpan? unit = text switch
        {
            [.., 'm'] => TimeSpan.FromMinutes(1),
            [.., 'h'] => TimeSpan.FromHours(1),
            [.., 'd'] => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is { } one && text.Length <= 6 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, null, out var ago))
            return TimeProvider.System.GetUtcNow() - ago * one;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new InputException($"{FreeText.Shown(text)} is no moment such as 2026-01-31, 2026-01-31T02:30 (UTC), 24h or 7d", column: column);
    }
}
