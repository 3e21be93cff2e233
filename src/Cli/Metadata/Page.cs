using System.Text.Json;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary>How rows of the metadata database look to people.</summary>
internal static class Page
{
    /// <summary>A line as it is, however long: commands are copied from it and eyes search it.</summary>
    public static void Line(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    /// <summary>A table, or a sentence when it has no rows.</summary>
    public static void Table(this IAnsiConsole console, string[] columns, IEnumerable<string?[]> rows, string whenEmpty)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(column);
        // Texts come from people: nothing in them is markup.
        foreach (var row in rows) table.AddRow(row.Select(value => new Text(value ?? "")));
        if (table.Rows.Count == 0) console.Line(whenEmpty);
        else console.Write(table);
    }

    /// <summary>Names and values, a line each; values that are null are left out.</summary>
    public static void Facts(this IAnsiConsole console, params (string Name, string? Value)[] facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in facts)
            if (value is not null) grid.AddRow(new Text(name), new Text(value));
        console.Write(grid);
    }

    /// <summary>A moment in UTC, to the second.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss");

    /// <summary>A moment in UTC, where there is one.</summary>
    public static string? Moment(DateTimeOffset? moment) => moment is { } known ? Moment(known) : null;

    /// <summary>The keys of an object whose value is true.</summary>
    public static string Enabled(JsonElement features)
    {
        var enabled = features.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.True).Select(property => property.Name).ToArray();
        return enabled.Length == 0 ? "nothing" : string.Join(", ", enabled);
    }
}
