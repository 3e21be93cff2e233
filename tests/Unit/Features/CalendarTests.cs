using System.Collections.Frozen;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

public sealed class CalendarTests
{
    private const double N = double.NaN;

    /// <summary>December 2024 and what comes after it, up to 20 January 2025; Christmas and New Year.</summary>
    private static readonly HolidayCalendar Winter = new(
        "GB",
        Given.Day(2024, 11, 1),
        Given.Day(2025, 1, 20),
        [(Given.Day(2024, 12, 25), "Christmas"), (Given.Day(2025, 1, 1), "New Year")]);

    private static readonly FeatureSources Sources = Given.Sources() with
    {
        Calendars = new Dictionary<string, HolidayCalendar> { ["GB"] = Winter }.ToFrozenDictionary(),
    };

    [Fact]
    public void Weekends_and_edges_of_months_need_no_country()
    {
        var plan = Given.Plan(Given.Set(Given.Entry("calendar")));
        using var panel = Given.Panel(Given.Day(2024, 2, 28), new double[4]);

        var computed = Computed.Of(plan, panel);

        plan.Features.Select(feature => feature.Name).ShouldBe(["is_weekend", "is_month_start", "is_month_end"]);
        computed["is_weekend"].ShouldBe([0, 0, 0, 1]);
        computed["is_month_start"].ShouldBe([0, 0, 1, 0]);
        computed["is_month_end"].ShouldBe([0, 1, 0, 0]);
    }

    [Fact]
    public void Without_a_country_a_note_says_what_is_left_out() =>
        FeaturePlan.Compile(Given.Set(Given.Entry("calendar")), Sources).Notes.ShouldHaveSingleItem().Message.ShouldContain("is_holiday");

    [Fact]
    public void The_weekend_is_what_the_entry_says()
    {
        var set = Given.Set(Given.Entry("calendar", ("weekend", new[] { "fri" })));

        Computed.Of(set, new double[3], Given.Day(2024, 2, 29))["is_weekend"].ShouldBe([0, 1, 0]);
    }

    [Fact]
    public void Holidays_and_working_days_come_from_the_country()
    {
        var computed = Compute(Given.Day(2024, 12, 24), 10, Sources with { Country = "GB" });

        computed["is_holiday"].ShouldBe([0, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
        computed["is_working_day"].ShouldBe([1, 0, 1, 1, 0, 0, 1, 1, 0, 1]);
        computed["days_to_holiday"][..9].ShouldBe([1, 0, 6, 5, 4, 3, 2, 1, 0]);
        computed["days_since_holiday"][1..].ShouldBe([0, 1, 2, 3, 4, 5, 6, 0, 1]);
    }

    [Fact]
    public void Distances_are_capped_and_unknown_where_the_source_does_not_reach()
    {
        var computed = Compute(Given.Day(2024, 11, 1), 81, Sources, "GB");

        computed["days_to_holiday"][0].ShouldBe(30);
        computed["days_to_holiday"][25].ShouldBe(29);
        computed["days_to_holiday"][^1].ShouldBe(N);
        computed["days_since_holiday"][0].ShouldBe(N);
        computed["days_since_holiday"][30].ShouldBe(30);
        computed["days_since_holiday"][^1].ShouldBe(19);
    }

    [Fact]
    public void A_day_the_source_does_not_cover_is_missing_not_a_working_day()
    {
        var computed = Compute(Given.Day(2025, 1, 20), 2, Sources, "GB");

        computed["is_holiday"].ShouldBe([0, N]);
        computed["is_working_day"].ShouldBe([1, N]);
        computed["is_weekend"].ShouldBe([0, 0]);
        computed.Nulls("is_holiday", NanReason.Missing).ShouldBe(1);
    }

    [Fact]
    public void A_bridge_is_one_working_day_between_days_off_and_eves_are_no_holidays()
    {
        // Thursday 26 December is a holiday too: Friday 27 stands between it and the weekend.
        var sources = With(new HolidayCalendar("GB", Winter.FirstDay, Winter.LastDay,
            [(Given.Day(2024, 12, 25), "Christmas"), (Given.Day(2024, 12, 26), "Boxing Day")]));
        var computed = Compute(Given.Day(2024, 12, 23), 7, sources, "GB");

        computed["is_bridge_day"].ShouldBe([0, 0, 0, 0, 1, 0, 0]);
        computed["is_before_holiday"].ShouldBe([0, 1, 0, 0, 0, 0, 0]);
        Compute(Given.Day(2025, 1, 19), 2, Sources, "GB")["is_bridge_day"].ShouldBe([0, N]);
        Compute(Given.Day(2025, 1, 19), 2, Sources, "GB")["is_before_holiday"].ShouldBe([0, N]);
    }

    [Fact]
    public void Moved_days_decide_which_days_are_worked()
    {
        ListedDays On(params int[] days) => new(Winter.FirstDay, Given.Day(2024, 12, 31), days);
        var sources = With(new HolidayCalendar("RU", Winter.FirstDay, Winter.LastDay, [(Given.Day(2025, 1, 1), "New Year")])
        {
            DaysOff = On(Given.Day(2024, 12, 30), Given.Day(2024, 12, 31)),
            WorkedDays = On(Given.Day(2024, 12, 28)),
            ShortDays = On(Given.Day(2024, 12, 28)),
        });
        var computed = Compute(Given.Day(2024, 12, 27), 7, sources, "RU");

        computed["is_working_day"].ShouldBe([1, 1, 0, 0, 0, 0, 1]);
        computed["is_weekend"].ShouldBe([0, 1, 1, 0, 0, 0, 0]);
        computed["is_short_day"].ShouldBe([0, 1, 0, 0, 0, N, N]);
    }

    [Fact]
    public void Distances_to_events_are_signed_and_capped_and_known_wherever_the_source_is()
    {
        var entry = Given.Entry("calendar", ("country", "GB"), ("events", new[] { "christmas", "NEW YEAR" }), ("within", 5));
        using var panel = Given.Panel(Given.Day(2024, 12, 19), new double[34]);
        var computed = Computed.Of(Given.Plan(Given.Set(entry), Sources), panel);

        computed["days_to_event_christmas"][..13].ShouldBe([5, 5, 4, 3, 2, 1, 0, -1, -2, -3, -4, -5, -5]);
        computed["days_to_event_new_year"][..16].ShouldBe([5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 3, 2, 1, 0, -1, -2]);
        computed["days_to_event_christmas"][..33].ShouldAllBe(value => !double.IsNaN(value));
        computed["days_to_event_christmas"][33].ShouldBe(N);
    }

    [Fact]
    public void Of_two_events_the_nearer_one_counts_and_the_coming_one_when_they_are_as_near()
    {
        int[] days = [100, 106];

        Enumerable.Range(98, 11).Select(day => CalendarEvent.Distance([.. days], day, 30))
            .ShouldBe([2, 1, 0, -1, -2, 3, 2, 1, 0, -1, -2]);
    }

    [Fact]
    public void An_event_has_the_column_it_is_given_and_an_unknown_one_is_answered_with_those_near()
    {
        var map = new ParameterValue.Map([new("xmas", new ParameterValue.Text("Christmas"))]);
        Given.Plan(Given.Set(Given.Entry("calendar", ("country", "GB"), ("events", map))), Sources)
            .Features[^1].Name.ShouldBe("days_to_event_xmas");

        Finding("events", new[] { "year" }).ShouldContain("near are New Year.");
        Finding("events", new[] { "Chrismas" }).ShouldContain("near are Christmas.");
        Finding("events", new[] { "Diwali" }).ShouldContain("there are Christmas, New Year.");

        string Finding(string key, object value) => FeaturePlan.Compile(Given.Set(Given.Entry("calendar", ("country", "GB"), (key, value))), Sources)
            .Findings.ShouldHaveSingleItem().Message;
    }

    [Fact]
    public void A_payday_on_a_day_off_is_the_working_day_before_it()
    {
        // 25 December is a holiday, 10 November a Sunday; 31 is the last day of November, a Saturday.
        var entry = Given.Entry("calendar", ("country", "GB"), ("paydays", new[] { 10, 25, 31 }));
        using var panel = Given.Panel(Given.Day(2024, 11, 1), new double[61]);
        var computed = Computed.Of(Given.Plan(Given.Set(entry), Sources), panel)["is_payday"];

        Enumerable.Range(0, 61).Where(day => computed[day] == 1).Select(day => DateTime.UnixEpoch.AddDays(Given.Day(2024, 11, 1) + day).ToString("MM-dd"))
            .ShouldBe(["11-08", "11-25", "11-29", "12-10", "12-24", "12-31"]);
    }

    [Fact]
    public void School_holidays_stand_where_the_source_lists_them()
    {
        var sources = With(new HolidayCalendar("DE-BE", Winter.FirstDay, Winter.LastDay, [])
        {
            SchoolHolidays = new ListedDays(Winter.FirstDay, Given.Day(2024, 12, 31), [Given.Day(2024, 12, 30), Given.Day(2024, 12, 31)]),
        });

        Compute(Given.Day(2024, 12, 29), 4, sources, "DE-BE")["is_school_holiday"].ShouldBe([0, 1, 1, N]);
    }

    [Fact]
    public void A_country_without_holidays_is_named() =>
        FeaturePlan.Compile(Given.Set(Given.Entry("calendar", ("country", "GG"))), Sources)
            .Findings.ShouldHaveSingleItem().Message.ShouldContain("'GG'");

    private static FeatureSources With(HolidayCalendar calendar) =>
        Given.Sources() with { Calendars = new Dictionary<string, HolidayCalendar> { [calendar.Code] = calendar }.ToFrozenDictionary() };

    private static Computed Compute(int firstDay, int days, FeatureSources sources, string? country = null)
    {
        using var panel = Given.Panel(firstDay, new double[days]);
        var entry = country is null ? Given.Entry("calendar") : Given.Entry("calendar", ("country", country));
        return Computed.Of(Given.Plan(Given.Set(entry), sources), panel);
    }
}
