namespace SecretMagic.Storage.Duck;

/// <summary>DuckDB refused or failed a statement. The message is DuckDB's own.</summary>
public sealed class DuckDbException(string message, string sql) : Exception(message)
{
    /// <summary>The statement, or what was done in its place, such as opening a database.</summary>
    public string Sql { get; } = sql;
}
