using System.Globalization;
using System.IO.Compression;
using SecretMagic.Series;

namespace SecretMagic.Pipeline;

/// <summary>
/// The holidays that ship with the program: 247 countries and their regions, 2005 to 2035. What the source lists beside public holidays is told by its
/// name: days without school of German states (<c>... Break</c>) are a list of their own; Swedish Sundays, squeeze days and half days are left out.
/// Source and licence: data/README.md.
/// </summary>
internal static class HolidaySource
{
    private const string Resource = "public_holidays.csv.gz";
    private const string Separator = "; ";

    /// <summary>
    /// The calendar of a country (<c>GB</c>), or of a country with one of its regions (<c>GB-ENG</c>), with the user's own holidays;
    /// <see cref="HolidayFile.Code"/> has these alone.
    /// </summary>
    /// <param name="code">The code.</param>
    /// <param name="own">The user's own holidays.</param>
    /// <param name="refusal">Says where the code was given.</param>
    /// <exception cref="InputException">The source knows no such country or region; the message lists its regions.</exception>
    public static HolidayCalendar Read(string code, HolidayFile? own, Func<string, InputException> refusal)
    {
        if (code == HolidayFile.Code)
            return own?.Alone() ?? throw refusal("the calendar 'custom' is made from --holidays; give that file");
        var country = code.Split('-')[0];
        var region = code.Length > country.Length ? code[(country.Length + 1)..] : "";
        var regions = new SortedSet<string>(StringComparer.Ordinal);
        var holidays = new List<(int Day, string Name)>();
        var school = new SortedSet<int>();
        int first = int.MaxValue, last = int.MinValue;
        using var content = typeof(HolidaySource).Assembly.GetManifestResourceStream(Resource)!;
        using var lines = new StreamReader(new GZipStream(content, CompressionMode.Decompress));
        lines.ReadLine();
        while (lines.ReadLine() is { } line)
        {
            var fields = line.Split(',', 4);
            if (fields[0] != country) continue;
            var day = DateOnly.ParseExact(fields[2], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            first = Math.Min(first, DayOf(new DateOnly(day.Year, 1, 1)));
            last = Math.Max(last, DayOf(new DateOnly(day.Year, 12, 31)));
            if (fields[1].Length > 0) regions.Add(fields[1]);
            if (fields[1].Length > 0 && fields[1] != region) continue;
            foreach (var name in fields[3].Trim('"').Split(Separator))
            {
                if (IsSchoolHoliday(country, name)) school.Add(DayOf(day));
                else if (IsPublic(country, name)) holidays.Add((DayOf(day), name));
            }
        }

        if (last == int.MinValue)
            throw refusal($"no holidays are known for country '{country}'; give an ISO 3166 code such as GB, DE, US or RU");
        if (region.Length > 0 && !regions.Contains(region))
            throw refusal($"country {country} has no region '{region}'; it has {(regions.Count == 0 ? "none" : string.Join(", ", regions))}");
        var work = WorkCalendar.Of(country);
        return new HolidayCalendar(code, first, last, holidays.Concat(own?.Of(code) ?? []))
        {
            DaysOff = work?.DaysOff,
            WorkedDays = work?.WorkedDays,
            ShortDays = work?.ShortDays,
            SchoolHolidays = school.Count == 0 ? null : new ListedDays(first, school.Max, school),
        };
    }

    /// <summary>Days from the Unix epoch.</summary>
    public static int DayOf(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static bool IsSchoolHoliday(string country, string name) => country == "DE" && name.EndsWith(" Break", StringComparison.Ordinal);

    private static bool IsPublic(string country, string name) =>
        country != "SE" || (name is not ("Sunday" or "Squeeze day") && !name.EndsWith("(from 2pm)", StringComparison.Ordinal));
}
