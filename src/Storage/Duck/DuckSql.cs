namespace SecretMagic.Storage.Duck;

/// <summary>Quotes texts and names for SQL where a parameter cannot stand: paths in COPY, options, columns.</summary>
public static class DuckSql
{
    /// <summary>A text in single quotes.</summary>
    /// <exception cref="ArgumentException">The text holds a zero character, which ends a statement.</exception>
    public static string Literal(string text) => Quote(text, "'");

    /// <summary>A name in double quotes.</summary>
    /// <exception cref="ArgumentException">The name holds a zero character, which ends a statement.</exception>
    public static string Identifier(string name) => Quote(name, "\"");

    private static string Quote(string text, string quote)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\0')) throw new ArgumentException("A zero character cannot stand in SQL.", nameof(text));
        return quote + text.Replace(quote, quote + quote) + quote;
    }

    /// <summary>A file to read, as a literal. DuckDB takes paths for patterns, so pattern characters are escaped: exactly this file is read.</summary>
    public static string File(string path) => Literal(path.Replace("[", "[[]").Replace("*", "[*]").Replace("?", "[?]"));
}
