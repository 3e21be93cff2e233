using System.Data.Common;
using Npgsql;

namespace SecretMagic.Runtime;

/// <summary>Where the metadata database is. It never holds a password.</summary>
public abstract record DatabasePlace
{
    private static readonly string[] Passwords = ["password", "pwd", "psw", "ssl password"];

    private DatabasePlace()
    {
    }

    /// <summary>A file.</summary>
    /// <param name="Path">Its path, whole.</param>
    public sealed record Sqlite(string Path) : DatabasePlace;

    /// <summary>A database of a server.</summary>
    /// <param name="Connection">Host, database, user and so on, as Npgsql reads them.</param>
    public sealed record Postgres(string Connection) : DatabasePlace;

    /// <summary>The place that a text names: with '=' a connection to PostgreSQL, else a file.</summary>
    internal static DatabasePlace Of(string text, string folder) =>
        text.Contains('=', StringComparison.Ordinal) ? new Postgres(text) : new Sqlite(Path.GetFullPath(text, folder));

    /// <summary>What is wrong with a text; null when it names a place. It repeats nothing of the text but names of keywords: there may be a password.</summary>
    internal static string? Refusal(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
            return "must be a file, or a connection such as Host=localhost;Database=secretmagic;Username=secretmagic, not an address with '://'.";
        if (!text.Contains('=', StringComparison.Ordinal))
            return text.IndexOfAny(Path.GetInvalidPathChars()) >= 0 || text.EndsWith('/') ? "must be a file: a path that does not end in '/'." : null;
        var words = new DbConnectionStringBuilder();
        try
        {
            words.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            return "must be a connection of KEYWORD=VALUE joined by ';', such as Host=localhost;Database=secretmagic;Username=secretmagic.";
        }

        if (Passwords.Any(words.ContainsKey))
            return "must not hold a password: put it into the file database_password of the secrets, or into SECRETMAGIC_DATABASE_PASSWORD.";
        var connection = new NpgsqlConnectionStringBuilder();
        foreach (string word in words.Keys)
        {
            try
            {
                connection[word] = words[word];
            }
            catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException)
            {
                return word.Length <= 40 && word.All(sign => char.IsAsciiLetter(sign) || sign == ' ')
                    ? $"has a keyword '{word}' that is not known or whose value does not fit."
                    : "has a keyword that is not known.";
            }
        }

        return string.IsNullOrEmpty(connection.Host) || string.IsNullOrEmpty(connection.Database) ? "must name Host and Database." : null;
    }
}
