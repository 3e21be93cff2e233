using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using SecretMagic.Domain;
using SecretMagic.Storage.Migrations;
using SecretMagic.Storage.Tables;
using SecretMagic.Storage.Work;

namespace SecretMagic.Storage.Journal;

/// <summary>The journal in a SQLite file. Writers of several processes take turns; each turn stores a whole group.</summary>
public sealed class SqliteJournal : IJournal
{
    private const int Constraint = 19;
    private readonly SqliteConnection _connection;
    private readonly JournalQueries _queries;
    private readonly LakeResultQueries _results;
    private readonly ShardQueries _shards;
    private readonly JournalCheck _check;
    private readonly GroupCommit _group;
    private readonly Dictionary<string, SqliteCommand> _statements = [];

    private SqliteJournal(SqliteConnection connection, IDialect dialect)
    {
        _connection = connection;
        _queries = new JournalQueries(dialect);
        _results = new LakeResultQueries(dialect);
        _shards = new ShardQueries(dialect);
        Tables = new TableQueries(dialect);
        Claims = new WorkClaims(dialect);
        _check = new JournalCheck(dialect, _queries);
        _group = new GroupCommit(Commit, refused => refused is SqliteException { SqliteErrorCode: Constraint });
    }

    /// <summary>Opens the journal in a file, which is made when it is missing, and brings its schema to that of this program.</summary>
    /// <param name="file">Its path, on a local disk: network disks lock badly.</param>
    /// <param name="time">When migrations are applied.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="MigrationException">The schema does not fit.</exception>
    /// <exception cref="SqliteException">The file cannot be opened, or is no database.</exception>
    public static async Task<SqliteJournal> Open(string file, TimeProvider time, CancellationToken token)
    {
        var dialect = new SqliteDialect(file);
        await Migrator.Apply(dialect, Migration.Of("sqlite"), time, token);
        return new SqliteJournal((SqliteConnection)await dialect.Open(token), dialect);
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
        foreach (var statement in _statements.Values) await statement.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private Task<AppendOutcome[]> Commit(IReadOnlyList<PreparedAppend> group)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        var versions = new Dictionary<string, long>();
        foreach (var append in group)
        {
            var entity = append.Events.Entity.Value;
            if (!versions.ContainsKey(entity))
                versions[entity] = Statement(transaction, "SELECT version FROM journal_heads WHERE entity = $1", [entity]).ExecuteScalar() as long? ?? 0;
        }

        var plan = new AppendPlan(group, versions);
        foreach (var append in plan.Winners) Store(transaction, append);
        foreach (var (entity, version) in plan.Heads)
        {
            Run(transaction, new TableChange(
                "INSERT INTO journal_heads (entity, version) VALUES ($1, $2) ON CONFLICT (entity) DO UPDATE SET version = excluded.version", entity, version));
        }

        transaction.Commit();
        return Task.FromResult(plan.Outcomes);
    }

    private void Store(SqliteTransaction transaction, PreparedAppend append)
    {
        var (events, version) = (append.Events, append.Events.ExpectedVersion);
        foreach (var (stamp, manifest, json) in append.Written)
        {
            Run(transaction, new TableChange(
                "INSERT INTO events (entity, version, manifest, payload, command_id, who, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                events.Entity.Value, ++version, manifest, json, stamp.Command.Value, stamp.Who, stamp.When));
        }

        foreach (var change in append.Changes) Run(transaction, change);
    }

    private void Run(SqliteTransaction transaction, TableChange change) => Statement(transaction, change.Sql, change.Values).ExecuteNonQuery();

    /// <summary>A statement that is prepared once; only the loop that commits uses it.</summary>
    private SqliteCommand Statement(SqliteTransaction transaction, string sql, object?[] values)
    {
        if (!_statements.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var at = 0; at < values.Length; at++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${at + 1}" });
            _statements.Add(sql, command);
        }

        command.Transaction = transaction;
        for (var at = 0; at < values.Length; at++) command.Parameters[at].Value = SqliteDialect.Value(values[at]);
        return command;
    }
}
