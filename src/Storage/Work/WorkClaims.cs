using System.Data.Common;
using SecretMagic.Domain;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Work;

/// <summary>
/// Which worker has which batch: leases by the clock of the database, in the table work_claims. Safe to use from many workers and processes at the same
/// time; no two of them have a batch. A claim says who should work, not who may speak: that is the attempt of the batch.
/// </summary>
public sealed class WorkClaims
{
    private const string AnySql = "SELECT 1 FROM work_claims WHERE claimed_by IS NULL LIMIT 1";

    private const string WaitingSql =
        "SELECT count(*) FROM (SELECT 1 FROM work_claims WHERE client_id = $1 AND claimed_by IS NULL LIMIT $2) AS waiting";

    private const string QueueSql =
        "SELECT count(*) - count(claimed_by), count(claimed_by), min(CASE WHEN claimed_by IS NULL THEN queued_at END) FROM work_claims";

    private const string RunningSql = "SELECT count(*), COALESCE(sum(CASE WHEN work = 'bom' THEN 1 ELSE 0 END), 0) FROM work_claims "
        + "WHERE client_id = $1 AND claimed_by IS NOT NULL";

    private const string ServedSql = "UPDATE work_turns SET served = (SELECT max(served) + 1 FROM work_turns) WHERE client_id = $1";

    private const string TakeSql = "UPDATE work_claims SET claimed_by = $2, lease_until = {ahead}, fence = fence + 1 WHERE batch_id = $1";

    private const string RenewSql = "UPDATE work_claims SET lease_until = {ahead} WHERE batch_id = $1 AND fence = $2 AND claimed_by IS NOT NULL";

    private const string ReleaseSql =
        "UPDATE work_claims SET claimed_by = NULL, lease_until = {ahead}, fence = fence + 1 WHERE batch_id = $1 AND fence = $2 AND claimed_by IS NOT NULL";

    private const string ReapSql = """
        UPDATE work_claims SET claimed_by = NULL, lease_until = NULL, fence = fence + 1
        WHERE batch_id IN (SELECT w.batch_id FROM work_claims w WHERE w.claimed_by IS NOT NULL AND w.lease_until < {ahead} {lock})
        """;

    /// <summary>
    /// The next client and work in turn: of those with a batch that may be claimed, the client with the fewest claims, then the one that was served the
    /// longest ago. Only the first batch of each client and work is looked at, however many wait: clients are found one from the other in the index.
    /// </summary>
    private const string NextSql = """
        WITH RECURSIVE waiting (client_id) AS (
            SELECT (SELECT c.client_id FROM work_claims c WHERE c.claimed_by IS NULL ORDER BY c.client_id LIMIT 1)
            UNION ALL
            SELECT (SELECT c.client_id FROM work_claims c WHERE c.claimed_by IS NULL AND c.client_id > w.client_id ORDER BY c.client_id LIMIT 1)
            FROM waiting w WHERE w.client_id IS NOT NULL
        ), lanes AS (
            SELECT w.client_id, k.work,
                (SELECT count(*) FROM work_claims r WHERE r.client_id = w.client_id AND r.claimed_by IS NOT NULL) AS running,
                (SELECT count(*) FROM work_claims r WHERE r.client_id = w.client_id AND r.claimed_by IS NOT NULL AND r.work = 'bom') AS exploding,
                (SELECT c.queued_at FROM work_claims c WHERE c.client_id = w.client_id AND c.work = k.work AND c.claimed_by IS NULL
                    AND (c.lease_until IS NULL OR c.lease_until <= {ahead}) ORDER BY c.queued_at LIMIT 1) AS queued_at
            FROM waiting w CROSS JOIN (SELECT 'features' AS work UNION ALL SELECT 'bom') k
            WHERE w.client_id IS NOT NULL
        )
        SELECT t.client_id, l.work FROM lanes l JOIN work_turns t ON t.client_id = l.client_id
        WHERE l.queued_at IS NOT NULL AND l.running < $2 AND (l.work <> 'bom' OR l.exploding = 0)
        ORDER BY l.running, t.served, l.queued_at LIMIT 1 {lock}
        """;

    private const string FirstSql = """
        SELECT c.batch_id, c.fence FROM work_claims c
        WHERE c.client_id = $1 AND c.work = $2 AND c.claimed_by IS NULL AND (c.lease_until IS NULL OR c.lease_until <= {ahead})
        ORDER BY c.queued_at LIMIT 1 {lock}
        """;

    private readonly IDialect _dialect;
    private readonly string _next, _first, _take, _renew, _release, _reap;

    internal WorkClaims(IDialect dialect)
    {
        _dialect = dialect;
        _next = Written(NextSql, "$1", "t");
        _first = Written(FirstSql, "$3", "c");
        (_take, _renew, _release) = (Written(TakeSql, "$3"), Written(RenewSql, "$3"), Written(ReleaseSql, "$3"));
        _reap = Written(ReapSql, "$1", "w");
    }

    /// <summary>The query for the client and work in turn.</summary>
    internal string Next => _next;

    /// <summary>Claims the batch whose turn it is; null when there is none, or when others claim right now what there is.</summary>
    /// <param name="worker">Who claims.</param>
    /// <param name="lease">How long the claim holds unless it is renewed.</param>
    /// <param name="limitPerClient">How many batches of one client may be claimed at a time; of explosions always one.</param>
    /// <param name="token">Stops waiting; what was claimed then is free again when its lease ends.</param>
    public async Task<WorkClaim?> Claim(string worker, TimeSpan lease, int limitPerClient, CancellationToken token)
    {
        await using var connection = await _dialect.Open(token);
        if (await Row(connection, null, AnySql, [], token) is null) return null;
        await using var transaction = await _dialect.BeginWriting(connection, token);
        // The row of the client is locked: what is counted behind it changes only through this transaction, but for claims that end.
        if (await Row(connection, transaction, _next, [0.0, limitPerClient], token) is not [var client, string work]) return null;
        if (await Row(connection, transaction, RunningSql, [client], token) is not [var running, var exploding]
            || Count(running) >= limitPerClient || work == "bom" && Count(exploding) > 0)
            return null;
        if (await Row(connection, transaction, _first, [client, work, 0.0], token) is not [string batch, var fence]) return null;
        await Execute(connection, transaction, _take, [batch, worker, lease.TotalSeconds], token);
        await Execute(connection, transaction, ServedSql, [client], token);
        await transaction.CommitAsync(token);
        return new WorkClaim(BatchId.Parse(batch), Word.Parse<WorkKind>(work), Count(fence) + 1);
    }

    /// <summary>Holds a claim for another lease. False: it is not held any more, or the batch is over; stop working on it.</summary>
    public async Task<bool> Renew(BatchId batch, long fence, TimeSpan lease, CancellationToken token) =>
        await Execute(_renew, [batch.Value, fence, lease.TotalSeconds], token) == 1;

    /// <summary>Gives a batch back, for anybody to claim. False: it was not held any more.</summary>
    /// <param name="batch">Which batch.</param>
    /// <param name="fence">The claim.</param>
    /// <param name="pause">Not before this time has passed.</param>
    /// <param name="token">Stops waiting.</param>
    public async Task<bool> Release(BatchId batch, long fence, TimeSpan pause, CancellationToken token) =>
        await Execute(_release, [batch.Value, fence, pause.TotalSeconds], token) == 1;

    /// <summary>Frees the batches whose lease has ended, and says how many.</summary>
    public Task<int> Reap(CancellationToken token) => Execute(_reap, [0.0], token);

    /// <summary>True when a batch waits for a worker, also one that waits for its pause to end.</summary>
    public async Task<bool> Waits(CancellationToken token)
    {
        await using var connection = await _dialect.Open(token);
        return await Row(connection, null, AnySql, [], token) is not null;
    }

    /// <summary>How many batches of a client wait for a worker; not counted beyond a number.</summary>
    public async Task<long> Waiting(TenantId tenant, int atMost, CancellationToken token)
    {
        await using var connection = await _dialect.Open(token);
        return Count((await Row(connection, null, WaitingSql, [ClientId.Of(tenant).Value, atMost], token))![0]);
    }

    /// <summary>How many batches of all clients wait, how many are with a worker, and since when the oldest waits; null when none does.</summary>
    public async Task<(long Waiting, long Claimed, DateTimeOffset? Oldest)> Queue(CancellationToken token)
    {
        await using var connection = await _dialect.Open(token);
        var row = (await Row(connection, null, QueueSql, [], token))!;
        return (Count(row[0]), Count(row[1]), row[2] is DBNull ? null : RowMapping.Moment(row[2]));
    }

    private async Task<int> Execute(string sql, object?[] values, CancellationToken token)
    {
        await using var connection = await _dialect.Open(token);
        await using var transaction = await _dialect.BeginWriting(connection, token);
        var rows = await Execute(connection, transaction, sql, values, token);
        await transaction.CommitAsync(token);
        return rows;
    }

    private async Task<int> Execute(DbConnection connection, DbTransaction transaction, string sql, object?[] values, CancellationToken token)
    {
        await using var command = Command(connection, transaction, sql, values);
        return await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>The first row of a query; null when it has none.</summary>
    private async Task<object[]?> Row(DbConnection connection, DbTransaction? transaction, string sql, object?[] values, CancellationToken token)
    {
        await using var command = Command(connection, transaction, sql, values);
        await using var reader = await command.ExecuteReaderAsync(token);
        if (!await reader.ReadAsync(token)) return null;
        var row = new object[reader.FieldCount];
        reader.GetValues(row);
        return row;
    }

    private DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, object?[] values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        _dialect.Bind(command.Parameters, values);
        return command;
    }

    /// <summary>A statement in the words of the store.</summary>
    private string Written(string sql, string seconds, string locked = "") =>
        sql.Replace("{ahead}", _dialect.Ahead(seconds), StringComparison.Ordinal).Replace("{lock}", _dialect.LockFree(locked), StringComparison.Ordinal);

    private static long Count(object value) => Convert.ToInt64(value);
}
