using System.Data.Common;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Storage.Migrations;

/// <summary>
/// Brings a database to the schema of this program: under a lock, each file once and whole or not at all. Several processes may start at the same time.
/// </summary>
internal static class Migrator
{
    private const string Register = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number integer NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at text NOT NULL)
        """;

    /// <exception cref="MigrationException">An applied file was changed, is not known, or the database refuses a new one.</exception>
    internal static async Task Apply(IDialect dialect, IReadOnlyList<Migration> migrations, TimeProvider time, CancellationToken token)
    {
        await using var connection = await dialect.Open(token);
        var at = 0;
        while (await Next(dialect, connection, migrations, at, time, token)) at++;
    }

    /// <summary>Looks at one file in a transaction of its own and applies it when it is new; false behind the last one.</summary>
    private static async Task<bool> Next(
        IDialect dialect, DbConnection connection, IReadOnlyList<Migration> migrations, int at, TimeProvider time, CancellationToken token)
    {
        await using var transaction = await dialect.BeginMigration(connection, token);
        await Execute(connection, transaction, Register, token);
        var applied = await Applied(connection, transaction, token);
        Check(migrations, applied);
        if (at < migrations.Count && !applied.ContainsKey(migrations[at].Number))
        {
            var migration = migrations[at];
            try
            {
                await Execute(connection, transaction, migration.Sql, token);
            }
            catch (DbException refused)
            {
                throw new MigrationException(migration.Name, $"the database refuses it, and nothing of it stays: {refused.Message}", refused);
            }

            await using var record = connection.CreateCommand();
            record.Transaction = transaction;
            record.CommandText = "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
            dialect.Bind(record.Parameters, [migration.Number, migration.Name, migration.Checksum, time.GetUtcNow().ToString("O")]);
            await record.ExecuteNonQueryAsync(token);
        }

        await transaction.CommitAsync(token);
        return at < migrations.Count;
    }

    private static void Check(IReadOnlyList<Migration> migrations, Dictionary<int, (string Name, string Checksum)> applied)
    {
        foreach (var (number, (name, checksum)) in applied)
        {
            var known = migrations.FirstOrDefault(migration => migration.Number == number)
                ?? throw new MigrationException(name, "the database has it, this program does not: a newer version was here. Run that version.");
            if (known.Checksum != checksum)
                throw new MigrationException(known.Name, "the file was changed after it was applied: restore it, and put the change into a new file.");
        }
    }

    private static async Task<Dictionary<int, (string Name, string Checksum)>> Applied(
        DbConnection connection, DbTransaction transaction, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT number, name, checksum FROM schema_migrations ORDER BY number";
        var applied = new Dictionary<int, (string, string)>();
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token)) applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    private static async Task Execute(DbConnection connection, DbTransaction transaction, string sql, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(token);
    }
}
