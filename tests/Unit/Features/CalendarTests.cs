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
    public void A_country_without_holidays_is_named() =>
        FeaturePlan.Compile(Given.Set(Given.Entry("calendar", ("country", "GG"))), Sources)
            .Findings.ShouldHaveSingleItem().Message.ShouldContain("'GG'");

    private static Computed Compute(int firstDay, int days, FeatureSources sources, string? country = null)
    {
        using var panel = Given.Panel(firstDay, new double[days]);
        var entry = country is null ? Given.Entry("calendar") : Given.Entry("calendar", ("country", country));
        return Computed.Of(Given.Plan(Given.Set(entry), sources), panel);
    }
}
