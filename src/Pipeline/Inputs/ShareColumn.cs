using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>A column of shares: numbers from 0 to 1, or nothing.</summary>
internal static class ShareColumn
{
    /// <summary>Demands shares in every row of a loaded view.</summary>
    /// <exception cref="InputException">A row has another number; the message names the first one with its line.</exception>
    public static void Require(DuckConnection connection, InputTable table, string view, string column, CancellationToken token)
    {
        var name = DuckSql.Identifier(column);
        var bad = $"{name} < 0 OR ({name} > 1 AND NOT isnan({name}))";
        if (connection.ScalarText($"SELECT {name}::VARCHAR FROM {view} WHERE {bad} LIMIT 1", token) is null) return;
        using var reader = connection.Query(
            $"SELECT line, share FROM (SELECT row_number() OVER () AS line, {name}::VARCHAR AS share, {bad} AS bad FROM {view}) WHERE bad ORDER BY 1 LIMIT 1",
            token);
        reader.Next(token);
        var (file, line) = table.Locate(connection, reader.Values<long>(0)[0] + (table.IsCsv ? 1 : 0), token);
        throw new InputException($"'{reader.Text(1, 0)}' is no share: a number from 0 to 1, 1 for a row that counts in full", file, line, column);
    }
}
