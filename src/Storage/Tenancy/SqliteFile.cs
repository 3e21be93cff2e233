using System.Globalization;
using Microsoft.Data.Sqlite;
using SecretMagic.Domain;
using SecretMagic.Domain.Tenancy;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Lake;
using SecretMagic.Storage.Migrations;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// The files of SQLite in a folder: <c>features.db</c> for all, and <c>client_{id}/{generation}.db</c> for a client alone. A generation is used once, so
/// nobody takes the file of another time for that of now.
/// </summary>
internal static class SqliteFile
{
    private const int CannotOpen = 14;
    private const int Error = 1;

    public static string Main(string folder) => Path.Combine(folder, "features.db");

    public static string Of(string folder, TenantId tenant, long generation) =>
        Path.Combine(folder, TenantTable.DatabaseOf(tenant), $"{generation.ToString(CultureInfo.InvariantCulture)}.db");

    /// <summary>Makes a file, and its folder, with the register of its tables.</summary>
    public static async Task Make(string file, TimeProvider time, CancellationToken token)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        Directory.CreateDirectory(folder);
        await Migrator.Apply(new SqliteDialect(file, isPooled: false), Migration.Of("sqlite-tenancy"), time, token);
        DiskSync.Directory(folder);
    }

    /// <summary>Opens a file that exists. Nothing is pooled: a file that goes is held by nobody.</summary>
    public static async Task<SqliteConnection> Open(string file, CancellationToken token) =>
        (SqliteConnection)await new SqliteDialect(file, isPooled: false, mustExist: true).Open(token);

    /// <summary>The file, or the table in it, is gone: it was moved away.</summary>
    public static bool IsGone(SqliteException failure) => failure.SqliteErrorCode == CannotOpen
        || failure.SqliteErrorCode == Error && failure.Message.Contains("no such table", StringComparison.Ordinal);

    /// <summary>Deletes the files of a client alone, but for one generation. The caller keeps every publication and move away.</summary>
    public static async Task DeleteOthers(string folder, TenantId tenant, long? generation, CancellationToken token)
    {
        var place = Path.Combine(folder, TenantTable.DatabaseOf(tenant));
        if (!Directory.Exists(place)) return;
        var kept = generation is { } number ? Of(folder, tenant, number) : null;
        foreach (var file in Directory.GetFiles(place, "*.db").Where(file => file != kept))
        {
            // Waits for readers and leaves one file without a log beside it, so that it goes in one step.
            await using (var last = await Open(file, token)) await Execute(last, null, "PRAGMA journal_mode = DELETE", token);
            File.Delete(file);
            foreach (var rest in Directory.GetFiles(place, Path.GetFileName(file) + "-*")) File.Delete(rest);
        }

        if (kept is null && Directory.GetFileSystemEntries(place).Length == 0) Directory.Delete(place);
    }

    public static async Task<int> Execute(
        SqliteConnection connection, SqliteTransaction? transaction, string sql, CancellationToken token, params object[] values)
    {
        await using var command = Command(connection, transaction, sql, values);
        return await command.ExecuteNonQueryAsync(token);
    }

    public static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string sql, params object[] values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (var at = 0; at < values.Length; at++) command.Parameters.Add(new SqliteParameter($"${at + 1}", values[at]));
        return command;
    }
}
