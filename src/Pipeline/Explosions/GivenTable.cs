using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>A table that a caller gives row by row; written as CSV, so it means what the same file means.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">A text a column and row; null is an empty cell.</param>
public sealed record GivenTable(ImmutableArray<string> Columns, IReadOnlyList<string?[]> Rows)
{
    /// <summary>The line of the first row in the file: the names stand on the one before.</summary>
    public const int FirstLine = 2;

    /// <summary>Writes it, without the columns that no row has.</summary>
    internal string Write(string file)
    {
        int[] used = [.. Enumerable.Range(0, Columns.Length).Where(column => column == 0 || Rows.Any(row => row[column] is not null))];
        using var writer = new StreamWriter(file) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', used.Select(column => Columns[column])));
        foreach (var row in Rows)
        {
            for (var at = 0; at < used.Length; at++)
            {
                if (at > 0) writer.Write(',');
                if (row[used[at]] is not { } cell) continue;
                writer.Write('"');
                writer.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
                writer.Write('"');
            }

            writer.WriteLine();
        }

        return file;
    }
}
