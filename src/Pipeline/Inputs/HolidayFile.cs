using System.Collections.Immutable;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// Holidays of the user's own: <c>date</c>, <c>name</c> and optionally <c>country</c>. A row with a country belongs to that calendar (GB: to its
/// regions too), one without to every calendar. <see cref="Code"/> is the calendar that has all rows and nothing else.
/// </summary>
internal sealed class HolidayFile
{
    /// <summary>The code of the calendar made from the file alone.</summary>
    public const string Code = "custom";

    private HolidayFile(string given, ImmutableArray<Row> rows)
    {
        Given = given;
        Rows = rows;
    }

    /// <summary>The path as the user gave it.</summary>
    public string Given { get; }

    /// <summary>The rows.</summary>
    public ImmutableArray<Row> Rows { get; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException">A column is missing, or a row has no date or no name.</exception>
    public static HolidayFile Read(DuckConnection connection, InputTable table, string folder, CancellationToken token)
    {
        table.Require("date", "name");
        var hasCountry = table.Columns.Contains("country");
        table.Load(
            connection, "holidays",
            [InputField.Date("date"), InputField.Text("name"), .. hasCountry ? [InputField.Text("country")] : Array.Empty<InputField>()],
            folder, token);
        table.RequireValues(connection, "holidays", "date", token);
        table.RequireValues(connection, "holidays", "name", token);
        var rows = ImmutableArray.CreateBuilder<Row>();
        using var reader = connection.Query(
            $"SELECT date, name, {(hasCountry ? "coalesce(country, '')" : "''")} FROM holidays WHERE isfinite(date) ORDER BY ALL", token);
        while (reader.Next(token))
            for (var row = 0; row < reader.Rows; row++) rows.Add(new Row(reader.Values<int>(0)[row], reader.Text(1, row).Trim(), reader.Text(2, row)));
        return rows.Count > 0
            ? new HolidayFile(table.Given, rows.ToImmutable())
            : throw new InputException("there are no rows behind the header", table.Given);
    }

    /// <summary>What the file adds to a calendar.</summary>
    public IEnumerable<(int Day, string Name)> Of(string code) => Rows
        .Where(row => code == Code || row.Country.Length == 0 || row.Country == code || row.Country == code.Split('-')[0])
        .Select(row => (row.Day, row.Name));

    /// <summary>The calendar with all rows and nothing else; it covers whole years.</summary>
    public HolidayCalendar Alone()
    {
        var years = Rows.Select(row => DateTime.UnixEpoch.AddDays(row.Day).Year).ToArray();
        return new HolidayCalendar(
            Code, HolidaySource.DayOf(new DateOnly(years.Min(), 1, 1)), HolidaySource.DayOf(new DateOnly(years.Max(), 12, 31)), Of(Code));
    }

    /// <summary>A row of the file.</summary>
    internal sealed record Row(int Day, string Name, string Country);
}
