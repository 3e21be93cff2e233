using System.Collections.Immutable;
using System.Data.Common;
using SecretMagic.Domain;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Journal;

/// <summary>Replays the journal into temporary tables beside the real ones and compares the two, all as of one moment.</summary>
internal sealed class JournalCheck(IDialect dialect, JournalQueries journal)
{
    private const int PageSize = 4_000;

    private const string GapsSql = """
        SELECT COALESCE(h.entity, e.entity), COALESCE(h.version, 0), COALESCE(e.last, 0), COALESCE(e.count, 0)
        FROM journal_heads h LEFT JOIN (SELECT entity, max(version) AS last, count(*) AS count FROM events GROUP BY entity) e ON e.entity = h.entity
        WHERE e.last IS NULL OR e.last <> h.version OR e.count <> h.version
        UNION ALL
        SELECT e.entity, 0, max(e.version), count(*) FROM events e
        WHERE NOT EXISTS (SELECT 1 FROM journal_heads h WHERE h.entity = e.entity) GROUP BY e.entity
        """;

    private readonly string _claimsSql =
        $"""
        SELECT b.id, 'the batch is open, but no worker can claim it.' FROM {dialect.Names("batches").Real} b
        WHERE b.status IN ('queued', 'running') AND NOT EXISTS (SELECT 1 FROM work_claims w WHERE w.batch_id = b.id)
        UNION ALL
        SELECT w.batch_id, 'workers can claim it, but the batch is over.' FROM work_claims w
        WHERE NOT EXISTS (SELECT 1 FROM {dialect.Names("batches").Real} b WHERE b.id = w.batch_id AND b.status IN ('queued', 'running'))
        """;

    internal async Task<VerifyReport> Run(CancellationToken token)
    {
        await using var connection = await dialect.OpenApart(token);
        await using var transaction = await dialect.BeginReading(connection, token);
        var findings = ImmutableArray.CreateBuilder<string>();
        await Gaps(connection, transaction, findings, token);
        foreach (var (table, _) in TableWriter.Tables) await dialect.MakeTemporary(connection, transaction, table, token);
        var clients = new Dictionary<string, string>();
        var (entities, events) = await Replay(connection, transaction, clients, token);
        foreach (var (table, key) in TableWriter.Tables)
            await new TableDifference(table, key).Find((connection, transaction), dialect.Names(table), clients, findings, token);
        await Claims(connection, transaction, findings, token);
        await transaction.RollbackAsync(token);
        return new VerifyReport(entities, events, findings.ToImmutable());
    }

    private static async Task Gaps(DbConnection connection, DbTransaction transaction, ImmutableArray<string>.Builder findings, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = GapsSql;
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
            findings.Add($"{reader.GetString(0)}: the head is {reader.GetInt64(1)}, the last event {reader.GetInt64(2)}, the events are {reader.GetInt64(3)}.");
    }

    private async Task Claims(DbConnection connection, DbTransaction transaction, ImmutableArray<string>.Builder findings, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = _claimsSql;
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token)) findings.Add($"work_claims, batch {reader.GetString(0)}: {reader.GetString(1)}");
    }

    private async Task<(long Entities, long Events)> Replay(
        DbConnection connection, DbTransaction transaction, Dictionary<string, string> clients, CancellationToken token)
    {
        var (entities, events) = (0L, 0L);
        var last = (Entity: "", Version: 0L);
        while (true)
        {
            var page = await journal.Page(connection, transaction, last, PageSize, token);
            if (page.Count == 0) return (entities, events);
            foreach (var recorded in page)
            {
                if (recorded.Entity.Value != last.Entity)
                {
                    entities++;
                    if (recorded.Entity.Kind == EntityKind.Client)
                        clients[$"{ClientId.Of(TenantId.Parse(recorded.Entity.Key))}"] = recorded.Entity.Key;
                }

                last = (recorded.Entity.Value, recorded.Version);
                events++;
            }

            await Apply(connection, transaction, page.SelectMany(TableWriter.Of), token);
        }
    }

    /// <summary>In one round trip where the driver can, else one by one.</summary>
    private async Task Apply(DbConnection connection, DbTransaction transaction, IEnumerable<TableChange> changes, CancellationToken token)
    {
        if (!connection.CanCreateBatch)
        {
            foreach (var change in changes)
            {
                await using var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = change.Sql;
                dialect.Bind(command.Parameters, change.Values);
                await command.ExecuteNonQueryAsync(token);
            }

            return;
        }

        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var change in changes)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = change.Sql;
            dialect.Bind(command.Parameters, change.Values);
            batch.BatchCommands.Add(command);
        }

        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(token);
    }
}
