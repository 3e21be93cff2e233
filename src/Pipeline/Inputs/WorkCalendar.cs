using System.Globalization;
using SecretMagic.Series;

namespace SecretMagic.Pipeline;

/// <summary>
/// Working days that the law moves, in Russia from 2013 to 2026: <c>date,type,...</c> with type 1 a day off, 2 a shorter working day, 3 a weekend that
/// is worked in full. A shorter day on a weekend is worked too. Source: data/README.md.
/// </summary>
internal sealed record WorkCalendar(ListedDays DaysOff, ListedDays WorkedDays, ListedDays ShortDays)
{
    private const string Resource = "ru_production_calendar.csv";

    /// <summary>What is known of a country; null for all but Russia.</summary>
    public static WorkCalendar? Of(string country)
    {
        if (country != "RU") return null;
        var rows = new List<(int Day, string Type)>();
        using var content = typeof(WorkCalendar).Assembly.GetManifestResourceStream(Resource)!;
        using var lines = new StreamReader(content);
        lines.ReadLine();
        int first = int.MaxValue, last = int.MinValue;
        while (lines.ReadLine() is { } line)
        {
            var fields = line.Split(',', 3);
            var date = DateOnly.ParseExact(fields[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            rows.Add((HolidaySource.DayOf(date), fields[1]));
            first = Math.Min(first, HolidaySource.DayOf(new DateOnly(date.Year, 1, 1)));
            last = Math.Max(last, HolidaySource.DayOf(new DateOnly(date.Year, 12, 31)));
        }

        return new WorkCalendar(Listed("1"), Listed("2", "3"), Listed("2"));

        ListedDays Listed(params string[] types) =>
            new(first, last, rows.Where(row => types.Contains(row.Type)).Select(row => row.Day));
    }
}
