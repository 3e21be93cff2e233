using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Migrations;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// Tables of features in SQLite: in <c>features.db</c>, or in a file of the client's own. Publications and moves take turns at the lock of features.db; readers
/// never wait. A move to or from a file of its own copies the rows there first, then switches in one transaction, then removes the old ones.
/// </summary>
public sealed class SqliteTenantTables : ITenantTables
{
    private const int Constraint = 19;

    private readonly string _folder;
    private readonly TimeProvider _time;

    private SqliteTenantTables(string folder, TimeProvider time) => (_folder, _time) = (folder, time);

    /// <summary>Opens the tables in a folder, which is made when it is missing.</summary>
    /// <param name="folder">Its path, on a local disk: network disks lock badly.</param>
    /// <param name="time">When something was published.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="MigrationException">The schema does not fit.</exception>
    /// <exception cref="SqliteException">A file cannot be opened, or is no database.</exception>
    public static async Task<SqliteTenantTables> Open(string folder, TimeProvider time, CancellationToken token)
    {
        await SqliteFile.Make(SqliteFile.Main(folder), time, token);
        return new SqliteTenantTables(folder, time);
    }

    /// <inheritdoc/>
    public async Task<long> Publish(TenantId tenant, TenantMode mode, FeatureSetName? set, FeatureRows rows, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return await rows.Read(
            async (columns, reader) =>
            {
                await using var main = await SqliteFile.Open(SqliteFile.Main(_folder), token);
                await using var turn = main.BeginTransaction(deferred: false);
                if (await Home(main, turn, tenant, token) is not { } home)
                {
                    home = (mode, 1);
                    await SqliteFile.Execute(
                        main, turn, "INSERT INTO homes (tenant, mode, generation) VALUES ($1, $2, 1)", token, tenant.Value, Word.Of(mode));
                }

                var now = _time.GetUtcNow().UtcDateTime.ToString(TableColumn.MomentForm, CultureInfo.InvariantCulture);
                long count;
                try
                {
                    if (home.Mode == TenantMode.DedicatedDb)
                    {
                        var file = SqliteFile.Of(_folder, tenant, home.Generation);
                        await SqliteFile.Make(file, _time, token);
                        await using var own = await SqliteFile.Open(file, token);
                        await using var transaction = own.BeginTransaction(deferred: false);
                        count = await new SqlitePlaces(own, transaction, tenant).Fill(set, home.Mode, columns, reader, now, token);
                        await transaction.CommitAsync(token);
                    }
                    else
                    {
                        count = await new SqlitePlaces(main, turn, tenant).Fill(set, home.Mode, columns, reader, now, token);
                    }
                }
                catch (SqliteException refused) when (refused.SqliteErrorCode == Constraint)
                {
                    throw new UnfitRowsException($"The database refuses the rows: {refused.Message}", refused);
                }

                await turn.CommitAsync(token);
                return count;
            },
            token);
    }

    /// <inheritdoc/>
    public async Task<TenantRows?> Read(TenantId tenant, FeatureSetName? set, RowsWanted wanted, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        while (true)
        {
            await using var main = await SqliteFile.Open(SqliteFile.Main(_folder), token);
            (TenantMode Mode, long Generation)? home;
            await using (var moment = main.BeginTransaction(deferred: true))
            {
                home = await Home(main, moment, tenant, token);
                if (home is null) return null;
                if (home.Value.Mode != TenantMode.DedicatedDb) return await Rows(main, moment, tenant, set, wanted, token);
            }

            try
            {
                await using var own = await SqliteFile.Open(SqliteFile.Of(_folder, tenant, home.Value.Generation), token);
                await using var moment = own.BeginTransaction(deferred: true);
                return await Rows(own, moment, tenant, set, wanted, token);
            }
            catch (SqliteException failure) when (SqliteFile.IsGone(failure))
            {
                // Moved away behind the look at homes: look again. When homes still says so, the file is broken.
                if (await Home(main, null, tenant, token) == home) throw;
            }
        }
    }

    /// <inheritdoc/>
    public async Task Move(TenantId tenant, TenantMode to, CancellationToken token)
    {
        while (!await TryMove(tenant, to, token)) token.ThrowIfCancellationRequested();
        await using var main = await SqliteFile.Open(SqliteFile.Main(_folder), token);
        await using var turn = main.BeginTransaction(deferred: false);
        var home = await Home(main, turn, tenant, token);
        await SqliteFile.DeleteOthers(_folder, tenant, home is { Mode: TenantMode.DedicatedDb } own ? own.Generation : null, token);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>False when another moved the client between the look at homes and the turn: its file must be attached before.</summary>
    private async Task<bool> TryMove(TenantId tenant, TenantMode to, CancellationToken token)
    {
        await using var main = await SqliteFile.Open(SqliteFile.Main(_folder), token);
        var home = await Home(main, null, tenant, token);
        if (home?.Mode == to) return true;
        var isOwn = home is { Mode: TenantMode.DedicatedDb };
        if (isOwn) await Attach(main, SqliteFile.Of(_folder, tenant, home!.Value.Generation), token);
        await using var turn = main.BeginTransaction(deferred: false);
        if (await Home(main, turn, tenant, token) != home) return false;
        var known = await SqlitePlaces.Known(main, turn, tenant, isOwn ? "source" : "main", token);
        var here = new SqlitePlaces(main, turn, tenant);
        if (to == TenantMode.DedicatedDb) await CopyOut(tenant, (home?.Generation ?? 0) + 1, known, token);
        foreach (var table in known)
        {
            if (to != TenantMode.DedicatedDb) await here.Copy(table, isOwn ? "source" : "main", to, token);
            else await here.Remove(table.Set, token);
            if (to != TenantMode.DedicatedDb && !isOwn) await here.Drop(table, token);
        }

        await SqliteFile.Execute(
            main, turn,
            """
            INSERT INTO main.homes (tenant, mode, generation) VALUES ($1, $2, 1)
            ON CONFLICT (tenant) DO UPDATE SET mode = excluded.mode, generation = homes.generation + 1
            """,
            token, tenant.Value, Word.Of(to));
        await turn.CommitAsync(token);
        return true;
    }

    /// <summary>Writes the tables of features.db to a file that nobody knows yet, whole and synced.</summary>
    private async Task CopyOut(TenantId tenant, long generation, List<SqlitePlaces.KnownTable> known, CancellationToken token)
    {
        await SqliteFile.DeleteOthers(_folder, tenant, null, token);
        var file = SqliteFile.Of(_folder, tenant, generation);
        await SqliteFile.Make(file, _time, token);
        await using var own = await SqliteFile.Open(file, token);
        await Attach(own, SqliteFile.Main(_folder), token);
        // Not an immediate one, which would lock features.db as well, whose turn is the caller's.
        await using var transaction = own.BeginTransaction(deferred: true);
        var there = new SqlitePlaces(own, transaction, tenant);
        foreach (var table in known) await there.Copy(table, "source", TenantMode.DedicatedDb, token);
        await transaction.CommitAsync(token);
    }

    private static Task<int> Attach(SqliteConnection connection, string file, CancellationToken token) =>
        SqliteFile.Execute(connection, null, "ATTACH DATABASE $1 AS source", token, file);

    private static async Task<(TenantMode Mode, long Generation)?> Home(
        SqliteConnection main, SqliteTransaction? transaction, TenantId tenant, CancellationToken token)
    {
        await using var command = SqliteFile.Command(main, transaction, "SELECT mode, generation FROM main.homes WHERE tenant = $1", tenant.Value);
        await using var reader = await command.ExecuteReaderAsync(token);
        return await reader.ReadAsync(token) ? (Word.Parse<TenantMode>(reader.GetString(0)), reader.GetInt64(1)) : null;
    }

    private static async Task<TenantRows?> Rows(
        SqliteConnection connection, SqliteTransaction moment, TenantId tenant, FeatureSetName? set, RowsWanted wanted, CancellationToken token)
    {
        var known = (await SqlitePlaces.Known(connection, moment, tenant, "main", token)).FirstOrDefault(table => table.SetName == set);
        if (known is null) return null;
        var columns = TableColumn.Parse(known.Columns);
        if (RowsSql.Of($"main.{TableColumn.Quote(known.Table)}", columns, tenant.Value, wanted, TimeOf) is not { } query) return new TenantRows(columns, []);
        await using var command = SqliteFile.Command(connection, moment, query.Sql, query.Values);
        await using var reader = await command.ExecuteReaderAsync(token);
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
        while (await reader.ReadAsync(token)) rows.Add([.. columns.Select((column, at) => column.Read(reader, at))]);
        return new TenantRows(columns, rows.ToImmutable());
    }

    private static object TimeOf(ColumnKind kind, DateTime time) =>
        time.ToString(kind == ColumnKind.Day ? TableColumn.DayForm : TableColumn.MomentForm, CultureInfo.InvariantCulture);
}
