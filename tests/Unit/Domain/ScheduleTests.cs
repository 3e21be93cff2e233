using SecretMagic.Domain;

namespace SecretMagic.Unit.Domain;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("every 15m", "2026-03-02T12:00:00Z", "2026-03-02T12:15:00Z")]
    [InlineData("every 15m", "2026-03-02T12:14:59Z", "2026-03-02T12:15:00Z")]
    [InlineData("every 1440m", "2026-03-02T12:00:00Z", "2026-03-03T00:00:00Z")]
    [InlineData("daily 12:00", "2026-03-02T12:00:00Z", "2026-03-03T12:00:00Z")]
    [InlineData("daily 12:00", "2026-03-02T11:59:59Z", "2026-03-02T12:00:00Z")]
    [InlineData("daily 00:00", "1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z")]
    [InlineData("weekly mon 02:30", "2026-03-02T02:30:00Z", "2026-03-09T02:30:00Z")]
    [InlineData("weekly mon 02:30", "2026-03-02T02:29:00Z", "2026-03-02T02:30:00Z")]
    [InlineData("weekly thu 00:00", "2026-03-02T12:00:00Z", "2026-03-05T00:00:00Z")]
    [InlineData("weekly sun 23:59", "2026-03-02T12:00:00Z", "2026-03-08T23:59:00Z")]
    public void Work_falls_due_at_the_next_time_after_a_moment(string schedule, string moment, string due) =>
        Schedule.Parse(schedule).NextAfter(DateTimeOffset.Parse(moment)).ShouldBe(DateTimeOffset.Parse(due));

    [Theory]
    [InlineData("every 15m", "2026-03-02T12:15:00Z", "2026-03-02T12:15:00Z")]
    [InlineData("every 15m", "2026-03-02T12:14:59Z", "2026-03-02T12:00:00Z")]
    [InlineData("daily 12:00", "2026-03-02T11:59:59Z", "2026-03-01T12:00:00Z")]
    [InlineData("weekly mon 02:30", "2026-03-02T02:29:00Z", "2026-02-23T02:30:00Z")]
    public void Work_fell_due_last_at_or_before_a_moment(string schedule, string moment, string due) =>
        Schedule.Parse(schedule).LastAt(DateTimeOffset.Parse(moment)).ShouldBe(DateTimeOffset.Parse(due));

    [Theory]
    [InlineData("every 15m")]
    [InlineData("daily 02:30")]
    [InlineData("weekly sat 23:59")]
    public void A_schedule_reads_back_as_it_was_written(string text) => Schedule.Parse(text).Value.ShouldBe(text);

    [Theory]
    [InlineData(null)]
    [InlineData("every 0m")]
    [InlineData("every 10081m")]
    [InlineData("every -1m")]
    [InlineData("daily 24:00")]
    [InlineData("daily 2:30")]
    [InlineData("weekly day 02:30")]
    [InlineData("hourly")]
    public void What_is_no_schedule_is_refused_with_what_is(string? text)
    {
        Schedule.TryParse(text, out _, out var refusal).ShouldBeFalse();
        refusal!.ShouldContain("daily 02:30");
    }
}
