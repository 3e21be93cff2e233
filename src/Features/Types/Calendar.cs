using System.Collections.Immutable;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Weekends, public holidays, working days, events, paydays and the edges of months.</summary>
internal static class Calendar
{
    /// <summary>Distances to holidays are capped here.</summary>
    private const int MaxDays = 30;

    private const int DefaultWithin = 14;

    private static readonly string[] Weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "calendar",
        Kind = FeatureKind.Known,
        Summary = "Weekends, public holidays of a country, working, short and bridge days, distances to holidays and named events, paydays, "
            + "school holidays, first and last day of a month.",
        Formula = "0 or 1 by the day on which the row starts. is_working_day: neither weekend nor holiday, but for days that the law moves "
            + "(Russia, 2013 to 2026: worked weekends, days off, and is_short_day). is_bridge_day: a working day between two that are not. "
            + "is_before_holiday: the holiday is tomorrow and today is none. days_to_holiday and days_since_holiday: calendar days, 0 on a holiday, "
            + "at most 30. days_to_event: calendar days to the nearest holiday of that name, negative after it, at most within either way, the "
            + "coming one where two are as near. is_payday: a day of paydays, the last day of shorter months, moved to the last working day "
            + "before it. is_school_holiday: only where the source lists them (German states, 2005 to 2029). Without a country there is only "
            + "is_weekend, is_month_start, is_month_end and is_payday.",
        NanMeaning = "The source of holidays does not cover the day, or not far enough to say how near the next one is (Missing).",
        Cost = "A copy out of a table over the periods, made once for all series.",
        Example = "{ type: calendar, country: GB, events: [Good Friday] } on 2024-03-28 gives is_before_holiday 1, days_to_event_good_friday 1.",
        Names =
        [
            "is_weekend", "is_month_start", "is_month_end", "is_payday", "is_holiday", "is_working_day", "is_bridge_day", "is_before_holiday",
            "days_to_holiday", "days_since_holiday", "is_short_day", "is_school_holiday", "days_to_event_{event}",
        ],
        Parameters =
        [
            new(
                "country", ParameterShape.Text, "Country, or country and region, such as GB or GB-ENG; custom: only the holidays of --holidays.",
                "the country of the run; without one, no holidays"),
            new("weekend", ParameterShape.SomeOf(Weekdays), "The days of the weekend.", "[sat, sun]"),
            new("events", CalendarEvent.Shape,
                "Holidays by their name in the source, upper and lower case alike, that get a distance of their own.", "none"),
            new("within", ParameterShape.Whole(1, 365), "The days after which distances to events are cut off.", "14"),
            new("paydays", ParameterShape.Wholes(1, 31), "Days of the month on which people are paid.", "none: no is_payday"),
            HistoryParameters.Optional,
        ],
    };

    private static void Compile(EntryCompiler entry)
    {
        ImmutableArray<string> names = entry.Has("weekend") ? entry.Texts("weekend") : ["sat", "sun"];
        var weekend = new bool[7];
        foreach (var name in names) weekend[Array.IndexOf(Weekdays, name)] = true;
        var weekendText = string.Join(",", Weekdays.Where((_, day) => weekend[day]));
        var found = Holidays(entry);
        var work = new WorkDays(weekend, found?.Holidays);
        Add("is_weekend", $"weekend={weekendText}", day => work.IsWeekend(day) ? 1 : 0);
        Add("is_month_start", "month_start", day => DateOf(day).Day == 1 ? 1 : 0);
        Add("is_month_end", "month_end", day => DateOf(day + 1).Day == 1 ? 1 : 0);
        var paydays = entry.Wholes("paydays");
        if (!paydays.IsEmpty)
        {
            Add("is_payday", $"{found?.Country} payday {string.Join(",", paydays)} weekend={weekendText}",
                day => work.IsPayday(day, paydays.AsSpan()) ? 1 : 0);
        }

        if (entry.Has("within") && !entry.Has("events")) entry.Fail("within", "It is for events: give events: [Good Friday] too.");
        if (found is not var (country, holidays)) return;
        Add("is_holiday", $"{country} holiday", day => holidays.Covers(day) ? Holds(day) ? 1 : 0 : ReasonNan.Missing);
        Add("is_working_day", $"{country} working weekend={weekendText}",
            day => holidays.Covers(day) ? work.IsWorked(day) ? 1 : 0 : ReasonNan.Missing);
        Add("is_bridge_day", $"{country} bridge weekend={weekendText}",
            day => holidays.Covers(day - 1) && holidays.Covers(day + 1) ? work.IsBridge(day) ? 1 : 0 : ReasonNan.Missing);
        Add("is_before_holiday", $"{country} before",
            day => holidays.Covers(day) && holidays.Covers(day + 1) ? !Holds(day) && Holds(day + 1) ? 1 : 0 : ReasonNan.Missing);
        Add("days_to_holiday", $"{country} days_to max={MaxDays}",
            day => Capped(holidays, day, day + MaxDays, holidays.DaysTo(day)));
        Add("days_since_holiday", $"{country} days_since max={MaxDays}",
            day => Capped(holidays, day, day - MaxDays, holidays.DaysSince(day)));
        if (holidays.ShortDays is { } brief) Add("is_short_day", $"{country} short", day => Listed(brief, day));
        if (holidays.SchoolHolidays is { } school) Add("is_school_holiday", $"{country} school", day => Listed(school, day));
        AddEvents(entry, country, holidays, Add);

        bool Holds(int day) => holidays.NameOf(day) is not null;
        void Add(string name, string canonical, Func<int, double> read) =>
            entry.Add(name, $"calendar|{canonical}", new TimeOperation(FormulaOf(read)));
    }

    private static void AddEvents(EntryCompiler entry, string country, HolidayCalendar holidays, Action<string, string, Func<int, double>> add)
    {
        if (CalendarEvent.Read(entry.Value("events")) is not { } events) return;
        var within = entry.Whole("within") ?? DefaultWithin;
        foreach (var (column, holiday) in events)
        {
            var days = holidays.DaysOf(holiday);
            if (days.IsEmpty && entry.Sources is not null)
            {
                entry.Fail("events", CalendarEvent.Unknown(holiday, holidays));
                continue;
            }

            if (!column.All(char.IsAscii))
            {
                entry.Fail("events", $"'{holiday}' needs a column in plain letters: events: {{ my_event: {holiday} }}.");
                continue;
            }

            add($"days_to_event_{column}", $"{country} days_to '{holiday.ToLowerInvariant()}' within={within}",
                day => holidays.Covers(day) ? CalendarEvent.Distance(days, day, within) : ReasonNan.Missing);
        }
    }

    private static double Listed(ListedDays days, int day) => days.Covers(day) ? days.Contains(day) ? 1 : 0 : ReasonNan.Missing;

    private static (string Country, HolidayCalendar Holidays)? Holidays(EntryCompiler entry)
    {
        if ((entry.Text("country") ?? entry.Sources?.Country) is not { } country)
        {
            entry.Note(
                "country", "No country is given, so there are no holidays: is_holiday, is_working_day, the distances and what follows from them are left out.");
            if (entry.Has("events") && entry.Sources is not null) entry.Absent("events", "Events are holidays of a country; none is given.");
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
