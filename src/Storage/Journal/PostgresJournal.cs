using System.Collections.Immutable;
using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using SecretMagic.Domain;
using SecretMagic.Storage.Migrations;
using SecretMagic.Storage.Tables;
using SecretMagic.Storage.Work;

namespace SecretMagic.Storage.Journal;

/// <summary>The journal in PostgreSQL. Writers of several processes meet at the rows of journal_heads, which are locked in order.</summary>
public sealed class PostgresJournal : IJournal
{
    private const string NewHeadsSql =
        "INSERT INTO journal_heads (entity, version) SELECT entity, 0 FROM unnest($1) AS entity ORDER BY entity ON CONFLICT DO NOTHING";

    private const string LockHeadsSql = "SELECT entity, version FROM journal_heads WHERE entity = ANY($1) ORDER BY entity FOR UPDATE";

    private const string EventsSql = """
        INSERT INTO events (entity, version, manifest, payload, command_id, who, at)
        SELECT entity, version, manifest, payload::json, command_id, who, at
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS e (entity, version, manifest, payload, command_id, who, at)
        """;

    private const string HeadsSql =
        "UPDATE journal_heads h SET version = n.version FROM unnest($1, $2) AS n (entity, version) WHERE h.entity = n.entity";

    /// <summary>
    /// A process that stands still in the middle of a commit, or whose machine is gone, holds the entities of the commit, and with them whoever commits one of
    /// them together with others; the server lets it do so for 5 s.
    /// </summary>
    private const string Options = "-c idle_in_transaction_session_timeout=5s";

    private readonly NpgsqlDataSource _source;
    private readonly JournalQueries _queries;
    private readonly LakeResultQueries _results;
    private readonly ShardQueries _shards;
    private readonly JournalCheck _check;
    private readonly GroupCommit _group;

    private PostgresJournal(NpgsqlDataSource source, IDialect dialect)
    {
        _source = source;
        _queries = new JournalQueries(dialect);
        _results = new LakeResultQueries(dialect);
        _shards = new ShardQueries(dialect);
        Tables = new TableQueries(dialect);
        Claims = new WorkClaims(dialect);
        _check = new JournalCheck(dialect, _queries);
        _group = new GroupCommit(Commit, IsOfOne);
    }

    /// <summary>Opens the journal of a database and brings its schema to that of this program.</summary>
    /// <param name="connection">Host, database, user and so on, as Npgsql reads them. The tables lie in the schema <c>public</c>.</param>
    /// <param name="time">When migrations are applied.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="MigrationException">The schema does not fit.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached, or refuses.</exception>
    public static async Task<PostgresJournal> Open(string connection, TimeProvider time, CancellationToken token)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, SearchPath = "public" };
        // What the connection says comes last and wins.
        settings.Options = settings.Options is { Length: > 0 } own ? $"{Options} {own}" : Options;
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            var dialect = new PostgresDialect(source, settings.ConnectionString);
            await Migrator.Apply(dialect, Migration.Of("postgresql"), time, token);
            return new PostgresJournal(source, dialect);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public TableQueries Tables { get; }

    /// <inheritdoc/>
    public WorkClaims Claims { get; }

    /// <inheritdoc/>
    public Task<AppendOutcome> Append(NewEvents events, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(events);
        return _group.Append(new PreparedAppend(events, token), token);
    }

    /// <inheritdoc/>
    public Task<EntityHistory> Load(EntityId entity, bool fromSnapshot, CancellationToken token) => _queries.Load(entity, fromSnapshot, token);

    /// <inheritdoc/>
    public Task<ImmutableArray<Recorded>> Since(EntityId entity, long version, int limit, CancellationToken token) =>
        _queries.Since(entity, version, limit, token);

    /// <inheritdoc/>
    public Task<ShardBlob?> ShardState(EntityId shard, CancellationToken token) => _shards.Read(shard, token);

    /// <inheritdoc/>
    public Task SaveShardState(EntityId shard, ShardBlob blob, CancellationToken token) => _shards.Save(shard, blob, token);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LakeResult>> Results(TenantId tenant, CancellationToken token) => _results.Of(tenant, token);

    /// <inheritdoc/>
    public Task Log(IReadOnlyList<LogRow> rows, CancellationToken token) => _queries.Log(rows, token);

    /// <inheritdoc/>
    public Task<int> Forget(DateTimeOffset before, int limit, CancellationToken token) => _queries.Forget(before, limit, token);

    /// <inheritdoc/>
    public Task<VerifyReport> Verify(CancellationToken token) => _check.Run(token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        _queries.Dispose();
        await _source.DisposeAsync();
    }

    private async Task<AppendOutcome[]> Commit(IReadOnlyList<PreparedAppend> group)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var plan = new AppendPlan(group, await Lock(connection, group));
        if (plan.Winners.Count == 0) return plan.Outcomes;
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(EventsOf(plan));
        batch.BatchCommands.Add(Command(HeadsSql, plan.Heads.Keys.ToArray(), plan.Heads.Values.ToArray()));
        foreach (var append in plan.Winners)
        {
            foreach (var change in append.Changes)
            {
                var command = new NpgsqlBatchCommand(change.Sql);
                foreach (var value in change.Values) command.Parameters.Add(PostgresDialect.Parameter(value));
                batch.BatchCommands.Add(command);
            }
        }

        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return plan.Outcomes;
    }

    /// <summary>The versions of the group's entities, which no other transaction changes until this one ends.</summary>
    private static async Task<Dictionary<string, long>> Lock(NpgsqlConnection connection, IReadOnlyList<PreparedAppend> group)
    {
        var entities = group.Select(append => append.Events.Entity.Value).Distinct().ToArray();
        var fresh = group.Where(append => append.Events.ExpectedVersion == 0).Select(append => append.Events.Entity.Value).Distinct().ToArray();
        await using var batch = new NpgsqlBatch(connection);
        if (fresh.Length > 0) batch.BatchCommands.Add(Command(NewHeadsSql, fresh));
        batch.BatchCommands.Add(Command(LockHeadsSql, entities));
        var versions = new Dictionary<string, long>();
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync()) versions.Add(reader.GetString(0), reader.GetInt64(1));
        return versions;
    }

    private static NpgsqlBatchCommand EventsOf(AppendPlan plan)
    {
        var rows = plan.Winners.SelectMany(append => append.Written.Select((written, at) => (append.Events, Written: written, At: at))).ToArray();
        return Command(
            EventsSql,
            rows.Select(row => row.Events.Entity.Value).ToArray(),
            rows.Select(row => row.Events.ExpectedVersion + 1 + row.At).ToArray(),
            rows.Select(row => row.Written.Manifest).ToArray(),
            rows.Select(row => row.Written.Json).ToArray(),
            rows.Select(row => row.Written.Stamp.Command.Value).ToArray(),
            rows.Select(row => row.Written.Stamp.Who).ToArray(),
            rows.Select(row => row.Written.Stamp.When).ToArray());
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<Array> columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            var type = column switch { string[] => NpgsqlDbType.Text, long[] => NpgsqlDbType.Bigint, _ => NpgsqlDbType.TimestampTz };
            command.Parameters.Add(new NpgsqlParameter { Value = column, NpgsqlDbType = NpgsqlDbType.Array | type });
        }

        return command;
    }

    /// <summary>Data or a constraint of one append (classes 22, 23), or a deadlock that one of the group ran into (class 40).</summary>
    private static bool IsOfOne(DbException refused) => refused.SqlState is { Length: 5 } state && state[..2] is ("22" or "23" or "40");
}
