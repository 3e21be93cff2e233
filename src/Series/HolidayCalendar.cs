using System.Collections.Immutable;

namespace SecretMagic.Series;

/// <summary>
/// The public holidays of one country or region as dates. Days are numbered from the Unix epoch. Outside <see cref="FirstDay"/> to
/// <see cref="LastDay"/> nothing is known, and nothing is said.
/// </summary>
public sealed class HolidayCalendar
{
    private const string Separator = "; ";

    private readonly int[] _days;
    private readonly string[] _names;

    /// <summary>Takes the holidays of whole calendar years; several names on one day are joined.</summary>
    /// <param name="code">Country, or country and region: <c>GB</c>, <c>GB-ENG</c>.</param>
    /// <param name="firstDay">The first day the source covers.</param>
    /// <param name="lastDay">The last day the source covers.</param>
    /// <param name="holidays">Days with their names, in any order.</param>
    public HolidayCalendar(string code, int firstDay, int lastDay, IEnumerable<(int Day, string Name)> holidays)
    {
        Code = code;
        FirstDay = firstDay;
        LastDay = lastDay;
        var byDay = holidays.GroupBy(holiday => holiday.Day).OrderBy(group => group.Key).ToArray();
        _days = [.. byDay.Select(group => group.Key)];
        _names = [.. byDay.Select(group => string.Join(Separator, group.Select(holiday => holiday.Name).Distinct()))];
    }

    /// <summary>Country, or country and region.</summary>
    public string Code { get; }

    /// <summary>The first day the source covers.</summary>
    public int FirstDay { get; }

    /// <summary>The last day the source covers.</summary>
    public int LastDay { get; }

    /// <summary>The number of holidays.</summary>
    public int Count => _days.Length;

    /// <summary>Days on which nobody works although they are neither weekend nor holiday, or the holiday was moved to them; null when the source
    /// lists none.</summary>
    public ListedDays? DaysOff { get; init; }

    /// <summary>Days of a weekend that are worked in exchange for a day off; null when the source lists none.</summary>
    public ListedDays? WorkedDays { get; init; }

    /// <summary>Working days that are shorter than others; null when the source lists none.</summary>
    public ListedDays? ShortDays { get; init; }

    /// <summary>Days without school; null when the source lists none.</summary>
    public ListedDays? SchoolHolidays { get; init; }

    /// <summary>The names of holidays, each once, in the order of the alphabet.</summary>
    public ImmutableArray<string> Names =>
        [.. _names.SelectMany(names => names.Split(Separator)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The days with a holiday of this name, upper and lower case alike, ascending.</summary>
    public ImmutableArray<int> DaysOf(string name) =>
        [.. _days.Where((_, at) => _names[at].Split(Separator).Contains(name, StringComparer.OrdinalIgnoreCase))];

    /// <summary>True when the source says anything about this day.</summary>
    public bool Covers(int day) => day >= FirstDay && day <= LastDay;

    /// <summary>The name of the holiday on this day, or null.</summary>
    public string? NameOf(int day)
    {
        var at = Array.BinarySearch(_days, day);
        return at >= 0 ? _names[at] : null;
    }

    /// <summary>Days to the next holiday, 0 on a holiday; null when the source knows none on this day or later.</summary>
    public int? DaysTo(int day)
    {
        var at = Array.BinarySearch(_days, day);
        if (at < 0) at = ~at;
        return at < _days.Length ? _days[at] - day : null;
    }

    /// <summary>Days since the last holiday, 0 on a holiday; null when the source knows none on this day or before.</summary>
    public int? DaysSince(int day)
    {
        var at = Array.BinarySearch(_days, day);
        if (at < 0) at = ~at - 1;
        return at >= 0 ? day - _days[at] : null;
    }
}
