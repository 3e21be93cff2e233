using System.Collections.Immutable;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>An event of the calendar that comes again: its column and its days.</summary>
/// <param name="Column">The end of the column's name.</param>
/// <param name="Holiday">The name in the source of holidays.</param>
internal sealed record CalendarEvent(string Column, string Holiday)
{
    public static ParameterShape Shape { get; } = new(
        "a list of names of holidays, such as [Good Friday], or a map of column to name, such as { easter: Easter Monday }",
        value => Read(value) is { Length: > 0 });

    /// <summary>The events of an entry; null when they are not what <see cref="Shape"/> says.</summary>
    public static ImmutableArray<CalendarEvent>? Read(ParameterValue? value)
    {
        IEnumerable<(string? Column, ParameterValue Holiday)> given = value switch
        {
            ParameterValue.Items items => items.Values.Select(item => ((string?)null, item)),
            ParameterValue.Map map => map.Values.Select(pair => ((string?)pair.Key, pair.Value)),
            _ => [],
        };
        var events = ImmutableArray.CreateBuilder<CalendarEvent>();
        foreach (var (column, holiday) in given)
        {
            if (holiday is not ParameterValue.Text { Value: { Length: > 0 } name }) return null;
            events.Add(new CalendarEvent(column ?? ColumnOf(name), name));
        }

        return events.ToImmutable();
    }

    /// <summary>Signed days to the nearest one, at most <paramref name="within"/> either way: positive before it, 0 on it, negative after it.</summary>
    /// <param name="days">[at least one] the days of the event, ascending.</param>
    /// <param name="day">The day.</param>
    /// <param name="within">The cap.</param>
    public static double Distance(ImmutableArray<int> days, int day, int within)
    {
        var next = days.BinarySearch(day);
        if (next >= 0) return 0;
        next = ~next;
        long ahead = next < days.Length ? days[next] - (long)day : long.MaxValue;
        long behind = next > 0 ? day - (long)days[next - 1] : long.MaxValue;
        return ahead <= behind ? Math.Min(ahead, within) : -Math.Min(behind, within);
    }

    /// <summary>What to say where the source has no such holiday.</summary>
    public static string Unknown(string holiday, HolidayCalendar calendar)
    {
        var names = calendar.Names;
        var alike = names.Where(name => name.Contains(holiday, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (alike.Length == 0 && Nearest.To(holiday, names.Select(name => name.ToLowerInvariant())) is { } near)
            alike = [.. names.Where(name => name.Equals(near, StringComparison.OrdinalIgnoreCase))];
        return $"There is no holiday '{holiday}' in {calendar.Code}; "
            + (alike.Length > 0 ? $"near are {string.Join(", ", alike)}." : $"there are {string.Join(", ", names)}.");
    }

    private static string ColumnOf(string name) =>
        string.Join('_', new string([.. name.ToLowerInvariant().Select(letter => letter == '\'' ? '\0' : char.IsLetterOrDigit(letter) ? letter : ' ')])
            .Replace("\0", "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
