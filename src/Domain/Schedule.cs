using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SecretMagic.Domain;

/// <summary>
/// When work falls due, in UTC. Written <c>every 15m</c> (1 to 10080 minutes, counted from 1970-01-01), <c>daily 02:30</c> or <c>weekly mon 02:30</c>.
/// </summary>
public readonly record struct Schedule : IText<Schedule>
{
    private const int MinutesADay = 24 * 60;
    private const int MaxInterval = 7 * MinutesADay;
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private Schedule(ScheduleKind kind, int minutes, DayOfWeek day) => (Kind, Minutes, Day) = (kind, minutes, day);

    /// <summary>Interval, daily or weekly.</summary>
    public ScheduleKind Kind { get; }

    /// <summary>The length of an interval, or the minute of the day.</summary>
    public int Minutes { get; }

    /// <summary>The day of a weekly schedule; of others it means nothing.</summary>
    public DayOfWeek Day { get; }

    /// <inheritdoc/>
    public string Value => Kind switch
    {
        ScheduleKind.Interval => $"every {Minutes}m",
        ScheduleKind.Daily => $"daily {Minutes / 60:00}:{Minutes % 60:00}",
        ScheduleKind.Weekly => $"weekly {Days[(int)Day]} {Minutes / 60:00}:{Minutes % 60:00}",
        _ => throw new InvalidOperationException("The schedule was never given."),
    };

    /// <summary>The first moment after another at which work falls due.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset moment) => LastAt(moment).AddMinutes(PeriodAndPhase.Period);

    /// <summary>The last moment, another or before it, at which work fell due.</summary>
    public DateTimeOffset LastAt(DateTimeOffset moment)
    {
        var minute = (long)Math.Floor((moment.UtcDateTime - DateTime.UnixEpoch).TotalMinutes);
        var (period, phase) = PeriodAndPhase;
        var since = (minute - phase) % period;
        return new DateTimeOffset(DateTime.UnixEpoch.AddMinutes(minute - (since < 0 ? since + period : since)), TimeSpan.Zero);
    }

    /// <summary>Minutes between two moments at which work falls due, and minutes from 1970-01-01 to one of them.</summary>
    private (int Period, int Phase) PeriodAndPhase => Kind switch
    {
        ScheduleKind.Interval => (Minutes, 0),
        ScheduleKind.Daily => (MinutesADay, Minutes),
        // 1970-01-01 was a Thursday.
        ScheduleKind.Weekly => (MaxInterval, ((int)Day - (int)DayOfWeek.Thursday + 7) % 7 * MinutesADay + Minutes),
        _ => throw new InvalidOperationException("The schedule was never given."),
    };

    /// <inheritdoc/>
    public static bool TryParse(string? text, out Schedule value, [NotNullWhen(false)] out string? refusal)
    {
        value = default;
        var words = text is { Length: <= 20 } ? text.Split(' ') : [];
        var read = words switch
        {
            ["every", [.. var digits, 'm']] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                && minutes is >= 1 and <= MaxInterval => new Schedule(ScheduleKind.Interval, minutes, default),
            ["daily", var time] when MinuteOf(time) is { } minute => new Schedule(ScheduleKind.Daily, minute, default),
            ["weekly", var name, var time] when Array.IndexOf(Days, name) is >= 0 and var day && MinuteOf(time) is { } minute =>
                new Schedule(ScheduleKind.Weekly, minute, (DayOfWeek)day),
            _ => default(Schedule?),
        };
        refusal = read is null
            ? $"The schedule {FreeText.Shown(text ?? "")} is none: give 'every 15m' (1 to {MaxInterval} minutes), 'daily 02:30' or 'weekly mon 02:30', in UTC."
            : null;
        value = read.GetValueOrDefault();
        return refusal is null;
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static Schedule Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static int? MinuteOf(string time) =>
        TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at.Hour * 60 + at.Minute : null;
}
