namespace SecretMagic.Features;

/// <summary>The name a writer probably meant.</summary>
public static class Nearest
{
    /// <summary>The name with the fewest edits (Levenshtein), or null when even that takes more than two, and more than a third of its
    /// letters.</summary>
    public static string? To(string written, IEnumerable<string> names)
    {
        var lower = written.ToLowerInvariant();
        var best = names.Select(name => (Name: name, Edits: Edits(lower, name))).OrderBy(pair => pair.Edits).FirstOrDefault();
        return best.Name is { } found && best.Edits <= Math.Max(2, found.Length / 3) ? found : null;
    }

    /// <summary>A sentence to end a message with: what was probably meant, or nothing.</summary>
    public static string Hint(string written, IEnumerable<string> names) =>
        To(written, names) is { } name ? $" Did you mean '{name}'?" : "";

    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
