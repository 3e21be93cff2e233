using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Which days are worked: neither weekend nor holiday, unless the law moves working days.</summary>
internal sealed class WorkDays(bool[] weekend, HolidayCalendar? holidays)
{
    /// <summary>A payday moves by so many days at most.</summary>
    private const int LongestMove = 14;

    /// <param name="day">Days from the Unix epoch.</param>
    public bool IsWeekend(int day) => weekend[((day + 3) % 7 + 7) % 7];

    /// <summary>True on a day that is worked; where the source of holidays says nothing, weekends decide alone.</summary>
    public bool IsWorked(int day)
    {
        if (holidays?.WorkedDays?.Contains(day) == true) return true;
        return holidays?.DaysOff?.Contains(day) != true && !IsWeekend(day) && holidays?.NameOf(day) is null;
    }

    /// <summary>True on a worked day between two that are not.</summary>
    public bool IsBridge(int day) => IsWorked(day) && !IsWorked(day - 1) && !IsWorked(day + 1);

    /// <summary>
    /// True on a payday: a day of the month, the last one of shorter months; where it is not worked, the last worked day before it.
    /// </summary>
    public bool IsPayday(int day, ReadOnlySpan<int> daysOfMonth)
    {
        if (!IsWorked(day)) return false;
        for (var due = day; due < day + LongestMove && (due == day || !IsWorked(due)); due++)
        {
            var date = DateTime.UnixEpoch.AddDays(due);
            var length = DateTime.DaysInMonth(date.Year, date.Month);
            foreach (var wanted in daysOfMonth)
                if (Math.Min(wanted, length) == date.Day) return true;
        }

        return false;
    }
}
