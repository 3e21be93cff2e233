using System.Collections.Immutable;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Weekends, public holidays, working days and the edges of months.</summary>
internal static class Calendar
{
    /// <summary>Distances to holidays are capped here.</summary>
    private const int MaxDays = 30;

    private static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "calendar",
        Kind = FeatureKind.Known,
        Summary = "Weekends, public holidays of a country, working days, distances to holidays, first and last day of a month.",
        Formula = "0 or 1 by the day on which the row starts; is_working_day: neither weekend nor holiday; days_to_holiday and "
            + "days_since_holiday: calendar days, 0 on a holiday, at most 30. Without a country there is only is_weekend, "
            + "is_month_start and is_month_end.",
        NanMeaning = "The source of holidays does not cover the day, or not far enough to say how near the next one is (Missing).",
        Cost = "A copy out of a table over the periods, made once for all series.",
        Example = "{ type: calendar, country: GB } on 2024-12-24 gives is_holiday 0, days_to_holiday 1.",
        Names =
        [
            "is_weekend", "is_month_start", "is_month_end", "is_holiday", "is_working_day", "days_to_holiday", "days_since_holiday",
        ],
        Parameters =
        [
            new(
                "country", ParameterShape.Text, "Country, or country and region, such as GB or GB-ENG.",
                "the country of the run; without one, no holidays"),
            new("weekend", ParameterShape.SomeOf(Weekdays), "The days of the weekend.", "[sat, sun]"),
            HistoryParameters.Optional,
        ],
    };

    private static void Compile(EntryCompiler entry)
    {
        ImmutableArray<string> names = entry.Has("weekend") ? entry.Texts("weekend") : ["sat", "sun"];
        var weekend = new bool[7];
        foreach (var name in names) weekend[Array.IndexOf(Weekdays, name)] = true;
        var weekendText = string.Join(",", Weekdays.Where((_, day) => weekend[day]));
        Add("is_weekend", $"weekend={weekendText}", day => IsWeekend(day) ? 1 : 0);
        Add("is_month_start", "month_start", day => DateOf(day).Day == 1 ? 1 : 0);
        Add("is_month_end", "month_end", day => DateOf(day + 1).Day == 1 ? 1 : 0);
        if (Holidays(entry) is not var (country, holidays)) return;
        Add("is_holiday", $"{country} holiday", day => holidays.Covers(day) ? Holds(day) ? 1 : 0 : ReasonNan.Missing);
        Add("is_working_day", $"{country} working weekend={weekendText}",
            day => holidays.Covers(day) ? IsWeekend(day) || Holds(day) ? 0 : 1 : ReasonNan.Missing);
        Add("days_to_holiday", $"{country} days_to max={MaxDays}",
            day => Capped(holidays, day, day + MaxDays, holidays.DaysTo(day)));
        Add("days_since_holiday", $"{country} days_since max={MaxDays}",
            day => Capped(holidays, day, day - MaxDays, holidays.DaysSince(day)));

        bool IsWeekend(int day) => weekend[((day + 3) % 7 + 7) % 7];
        bool Holds(int day) => holidays.NameOf(day) is not null;
        void Add(string name, string canonical, Func<int, double> read) =>
            entry.Add(name, $"calendar|{canonical}", new TimeOperation(FormulaOf(read)));
    }

    private static (string Country, HolidayCalendar Holidays)? Holidays(EntryCompiler entry)
    {
        if ((entry.Text("country") ?? entry.Sources?.Country) is not { } country)
        {
            entry.Note(
                "country", "No country is given, so there are no holidays: is_holiday, is_working_day and the distances are left out.");
            return null;
        }

        if (entry.Sources is not { } sources) return (country, new HolidayCalendar(country, 0, 0, []));
        if (sources.Calendars.TryGetValue(country, out var calendar)) return (country, calendar);
        entry.Absent("country", $"There are no holidays for '{country}'.{Nearest.Hint(country, sources.Calendars.Keys)}");
        return null;
    }

    private static double Capped(HolidayCalendar holidays, int day, int horizon, int? days)
    {
        if (!holidays.Covers(day)) return ReasonNan.Missing;
        if (days is { } known) return Math.Min(known, MaxDays);
        return holidays.Covers(horizon) ? MaxDays : ReasonNan.Missing;
    }

    private static DateTime DateOf(int day) => DateTime.UnixEpoch.AddDays(day);

    private static TimeFormula FormulaOf(Func<int, double> read) => (grid, first, values) =>
    {
        for (var i = 0; i < values.Length; i++) values[i] = read(grid.DayOf(first + i));
    };
}
