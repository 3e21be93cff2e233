using System.Collections.Immutable;
using System.Data.Common;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Journal;

/// <summary>Names the rows in which a table differs from a replay of the events, and the columns.</summary>
/// <param name="table">The table.</param>
/// <param name="key">The columns that name a row.</param>
internal sealed class TableDifference(string table, string[] key)
{
    private const int MaxRows = 10_000;
    private const int MaxShown = 100;

    private readonly Dictionary<string, Row> _real = [];
    private readonly Dictionary<string, Row> _replayed = [];

    /// <summary>Adds what differs to the findings.</summary>
    /// <param name="connection">A connection whose transaction sees both tables.</param>
    /// <param name="names">How the real table is called, and the replayed one.</param>
    /// <param name="clients">The id of a client by its key.</param>
    /// <param name="findings">What is wrong so far.</param>
    /// <param name="token">Stops waiting.</param>
    internal async Task Find(
        (DbConnection Connection, DbTransaction Transaction) connection, (string Real, string Temporary) names, IReadOnlyDictionary<string, string> clients,
        ImmutableArray<string>.Builder findings, CancellationToken token)
    {
        await Read(connection, names.Real, names.Temporary, clients, _real, token);
        await Read(connection, names.Temporary, names.Real, clients, _replayed, token);
        var keys = _real.Keys.Concat(_replayed.Keys.Where(name => !_real.ContainsKey(name))).ToArray();
        findings.AddRange(keys.Take(MaxShown).Select(Of));
        if (keys.Length > MaxShown) findings.Add($"{table}: {(keys.Length < MaxRows ? $"{keys.Length - MaxShown}" : "many")} more rows differ.");
    }

    private string Of(string name)
    {
        if (!_replayed.TryGetValue(name, out var replayed)) return $"{table}, {name}: no event explains the row.";
        if (!_real.TryGetValue(name, out var real)) return $"{table}, {name}: the row is missing.";
        var columns = real.Columns.Select((column, at) => (Name: column, Real: real.Values[at], Replayed: replayed.Values[at]))
            .Where(column => column.Real != column.Replayed)
            .Select(column => $"{column.Name} is {FreeText.Shown(column.Real)}, by the events {FreeText.Shown(column.Replayed)}");
        return $"{table}, {name}: {string.Join("; ", columns)}.";
    }

    private async Task Read(
        (DbConnection Connection, DbTransaction Transaction) connection, string from, string without, IReadOnlyDictionary<string, string> clients,
        Dictionary<string, Row> rows, CancellationToken token)
    {
        await using var command = connection.Connection.CreateCommand();
        command.Transaction = connection.Transaction;
        command.CommandText = $"SELECT * FROM {from} EXCEPT SELECT * FROM {without} ORDER BY {string.Join(", ", key)} LIMIT {MaxRows}";
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            string[] values = [.. Enumerable.Range(0, reader.FieldCount).Select(at => Text(reader.GetValue(at)))];
            var name = string.Join(' ', key.Select(column => Named(column, values[Array.IndexOf(columns, column)], clients)));
            rows.TryAdd(name, new Row(columns, values));
        }
    }

    /// <summary>People know a client by its id, not by its key.</summary>
    private static string Named(string column, string value, IReadOnlyDictionary<string, string> clients) =>
        column == "client_id" ? $"client {clients.GetValueOrDefault(value, value)}" : $"{column.Replace('_', ' ')} {value}";

    private static string Text(object value) => value switch
    {
        DBNull => "null",
        DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
        bool flag => flag ? "true" : "false",
        _ => value.ToString() ?? "",
    };

    private sealed record Row(string[] Columns, string[] Values);
}
