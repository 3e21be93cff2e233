using System.Globalization;
using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Storage.Tables;

/// <summary>
/// What people and hosts ask of the tables: the same SQL for both stores, values as parameters only, answered from an index. A filter that is null is
/// none; a limit is at least 1.
/// </summary>
public sealed class TableQueries
{
    private const string ClientSql = """
        SELECT organization_id, name, status, tenant_mode, moving_to, features_enabled, config_revision, config_confirmed, config_confirmed_at,
            config_confirmed_by, contact_email, contact_phone, created_at, updated_at
        FROM clients
        """;

    private const string ConfigSql = """
        SELECT f.feature_type, f.version, f.is_active, f.config, f.created_at, f.created_by
        FROM feature_configs f JOIN clients c ON c.id = f.client_id
        """;

    private const string BomSql = """
        SELECT b.version, b.is_active, b.max_levels, b.include_produced_at, b.cycle_detection, b.created_at, b.created_by
        FROM bom_configs b JOIN clients c ON c.id = b.client_id
        """;

    private const string BatchSql = """
        SELECT b.id, c.organization_id AS client, b.work, b.status, b.config_revision, b.attempt, b.last_attempt, b.worker, b.progress_done, b.progress_total,
            b.result_place, b.result_rows, b.failed_branches, b.error_message, b.queued_at, b.started_at, b.finished_at, b.updated_at, b.work_order,
            h.version
        FROM batches b JOIN clients c ON c.id = b.client_id JOIN journal_heads h ON h.entity = 'batch:' || b.id
        """;

    private const string ResultSql = """
        SELECT c.organization_id AS client, r.kind, r.set_name, r.location, r.batch_id, r.attempt, r.rows, r.hash, r.is_current, r.created_at
        FROM lake_results r JOIN clients c ON c.id = r.client_id
        """;

    private const string DefaultScheduleSql =
        "SELECT NULL AS client, work, schedule_type, interval_minutes, at_time, day_of_week, updated_at, updated_by FROM scheduler_config ORDER BY work";

    private const string ScheduleSql = """
        SELECT c.organization_id AS client, s.work, s.schedule_type, s.interval_minutes, s.at_time, s.day_of_week, s.updated_at, s.updated_by
        FROM client_processing_schedule s JOIN clients c ON c.id = s.client_id
        """;

    private readonly IDialect _dialect;

    internal TableQueries(IDialect dialect) => _dialect = dialect;

    /// <summary>Returns when the database answers and has a schema.</summary>
    public Task Answer(CancellationToken token) => Rows<int>("SELECT number FROM schema_migrations WHERE number < 0", new Filter(), token);

    /// <summary>Clients by id.</summary>
    /// <param name="client">One of them.</param>
    /// <param name="status">active, suspended, archived.</param>
    /// <param name="token">Stops waiting.</param>
    public Task<IReadOnlyList<ClientRow>> Clients(TenantId? client, string? status, CancellationToken token)
    {
        var filter = new Filter().And("organization_id = ?", client?.Value).And("status = ?", status);
        return Rows<ClientRow>($"{ClientSql} {filter.Where} ORDER BY organization_id", filter, token);
    }

    /// <summary>Clients by id, a page of them.</summary>
    /// <param name="only">Of these alone; null for all.</param>
    /// <param name="status">active, suspended, archived.</param>
    /// <param name="after">Behind this id.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="token">Stops waiting.</param>
    public Task<IReadOnlyList<ClientRow>> ClientPage(
        IReadOnlyCollection<string>? only, string? status, string? after, int limit, CancellationToken token)
    {
        var filter = new Filter().And("organization_id > ?", after).And("status = ?", status).In("organization_id", only);
        return Rows<ClientRow>($"{ClientSql} {filter.Where} ORDER BY organization_id LIMIT {filter.Next(limit)}", filter, token);
    }

    /// <summary>Versions of the configurations of a client, by type and version.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="type">A feature type or <see cref="ConfigRow.Bom"/>.</param>
    /// <param name="onlyActive">Those in force alone.</param>
    /// <param name="token">Stops waiting.</param>
    public async Task<IReadOnlyList<ConfigRow>> Configs(TenantId client, string? type, bool onlyActive, CancellationToken token)
    {
        var rows = new List<ConfigRow>();
        if (type is null or ConfigRow.Bom)
        {
            var filter = new Filter().And("c.organization_id = ?", client.Value).And("b.is_active = ?", onlyActive ? true : null);
            rows.AddRange((await Rows<BomRow>($"{BomSql} {filter.Where} ORDER BY b.version", filter, token)).Select(row => row.ToConfig()));
        }

        if (type is not ConfigRow.Bom)
        {
            var filter = new Filter().And("c.organization_id = ?", client.Value).And("f.feature_type = ?", type)
                .And("f.is_active = ?", onlyActive ? true : null);
            rows.AddRange(await Rows<ConfigRow>($"{ConfigSql} {filter.Where} ORDER BY f.feature_type, f.version", filter, token));
        }

        return rows;
    }

    /// <summary>Batches, the one queued last first.</summary>
    public Task<IReadOnlyList<BatchRow>> Batches(BatchId? batch, TenantId? client, string? status, int limit, CancellationToken token)
    {
        var filter = new Filter().And("b.id = ?", batch?.Value).And("c.organization_id = ?", client?.Value).And("b.status = ?", status);
        return Rows<BatchRow>($"{BatchSql} {filter.Where} ORDER BY b.queued_at DESC, b.id LIMIT {filter.Next(limit)}", filter, token);
    }

    /// <summary>Batches of a client, the one queued last first, a page of them.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="status">queued, running, done, failed, cancelled.</param>
    /// <param name="after">Behind this one; null from the first one on.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="token">Stops waiting.</param>
    public Task<IReadOnlyList<BatchRow>> BatchPage(
        TenantId client, string? status, (DateTimeOffset QueuedAt, string Id)? after, int limit, CancellationToken token)
    {
        var filter = new Filter().And("c.organization_id = ?", client.Value).And("b.status = ?", status);
        if (after is { } last)
        {
            var (at, id) = (filter.Next(last.QueuedAt), filter.Next(last.Id));
            filter.Also($"(b.queued_at < {at} OR b.queued_at = {at} AND b.id > {id})");
        }

        return Rows<BatchRow>($"{BatchSql} {filter.Where} ORDER BY b.queued_at DESC, b.id LIMIT {filter.Next(limit)}", filter, token);
    }

    /// <summary>What happened to a batch, in order.</summary>
    public Task<IReadOnlyList<ProcessingLogRow>> ProcessingLogs(BatchId batch, CancellationToken token)
    {
        var filter = new Filter().And("batch_id = ?", batch.Value);
        return Rows<ProcessingLogRow>($"SELECT entry, at, level, message FROM processing_logs {filter.Where} ORDER BY entry", filter, token);
    }

    /// <summary>Results in the lake: of each client, kind and set the current one, then the one before it.</summary>
    public Task<IReadOnlyList<ResultRow>> Results(TenantId? client, int limit, CancellationToken token)
    {
        var filter = new Filter().And("c.organization_id = ?", client?.Value);
        return Rows<ResultRow>(
            $"{ResultSql} {filter.Where} ORDER BY c.organization_id, r.kind, r.set_name, r.is_current DESC, r.location LIMIT {filter.Next(limit)}",
            filter, token);
    }

    /// <summary>The results of a client that are of one of these kinds: of each kind and set the current one, then the one before it.</summary>
    public Task<IReadOnlyList<ResultRow>> Results(TenantId client, IReadOnlyCollection<string> kinds, CancellationToken token)
    {
        var filter = new Filter().And("c.organization_id = ?", client.Value).In("r.kind", kinds);
        return Rows<ResultRow>($"{ResultSql} {filter.Where} ORDER BY r.kind, r.set_name, r.is_current DESC, r.location", filter, token);
    }

    /// <summary>The default schedules, then those of clients.</summary>
    public async Task<IReadOnlyList<ScheduleRow>> Schedules(TenantId? client, CancellationToken token)
    {
        var filter = new Filter().And("c.organization_id = ?", client?.Value);
        var defaults = await Rows<ScheduleRow>(DefaultScheduleSql, new Filter(), token);
        return [.. defaults, .. await Rows<ScheduleRow>($"{ScheduleSql} {filter.Where} ORDER BY c.organization_id, s.work", filter, token)];
    }

    /// <summary>What each work of a client is computed from, where a batch does not say.</summary>
    public Task<IReadOnlyList<SourceRow>> Sources(TenantId client, CancellationToken token)
    {
        var filter = new Filter().And("c.organization_id = ?", client.Value);
        return Rows<SourceRow>(
            $"""
            SELECT s.work, s.work_order, s.updated_at, s.updated_by FROM client_sources s JOIN clients c ON c.id = s.client_id {filter.Where} ORDER BY s.work
            """, filter, token);
    }

    /// <summary>Changes, the last one first.</summary>
    /// <param name="client">Of this client, its batches, shards and explosions.</param>
    /// <param name="entity">Of this entity.</param>
    /// <param name="since">Not before this moment.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="token">Stops waiting.</param>
    public Task<IReadOnlyList<AuditRow>> Audit(TenantId? client, EntityId? entity, DateTimeOffset? since, int limit, CancellationToken token) =>
        Audit(client, entity, since, null, limit, token);

    /// <summary>Changes, the last one first, behind one that was shown already.</summary>
    /// <param name="client">Of this client, its batches, shards and explosions.</param>
    /// <param name="entity">Of this entity.</param>
    /// <param name="since">Not before this moment.</param>
    /// <param name="after">Behind this one; null from the first one on.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="token">Stops waiting.</param>
    public Task<IReadOnlyList<AuditRow>> Audit(
        TenantId? client, EntityId? entity, DateTimeOffset? since, (DateTimeOffset At, string Entity, long Version)? after, int limit, CancellationToken token)
    {
        // Names first, then their events by key. '/' follows '.' in the order of bytes: all shards of the client lie between.
        var filter = new Filter().And("entity = ?", entity?.Value).And("at >= ?", since).And(
            """
            entity IN (
                SELECT 'client:' || ? UNION ALL SELECT 'explosion:' || ?
                UNION ALL SELECT h.entity FROM journal_heads h WHERE h.entity > 'shard:' || ? || '.' AND h.entity < 'shard:' || ? || '/'
                UNION ALL SELECT 'batch:' || b.id FROM batches b JOIN clients c ON c.id = b.client_id WHERE c.organization_id = ?)
            """, client?.Value);
        if (after is { } last)
        {
            var (at, of, version) = (filter.Next(last.At), filter.Next(last.Entity), filter.Next(last.Version));
            filter.Also($"(at < {at} OR at = {at} AND (entity > {of} OR entity = {of} AND version < {version}))");
        }

        return Rows<AuditRow>(
            $"""
            SELECT at, who, entity, version, manifest AS what, payload, command_id FROM events {filter.Where}
            ORDER BY at DESC, entity, version DESC LIMIT {filter.Next(limit)}
            """, filter, token);
    }

    /// <summary>Keys to the API, the one issued last first.</summary>
    public Task<IReadOnlyList<ApiKeyRow>> ApiKeys(CancellationToken token) => Rows<ApiKeyRow>(
        """
        SELECT id, name, role, all_clients, clients, secret_hash, expires_at, revoked_at, issued_at, issued_by FROM api_keys ORDER BY issued_at DESC, id
        """, new Filter(), token);

    /// <summary>Lines of the log, the last one first.</summary>
    public Task<IReadOnlyList<LogLine>> Logs(string? level, TenantId? client, int limit, CancellationToken token)
    {
        var filter = new Filter().And("level = ?", level).And($"{_dialect.JsonText("context", "client_id")} = ?", client?.Value);
        return Rows<LogLine>(
            $"SELECT timestamp, level, message, error, context FROM logs {filter.Where} ORDER BY timestamp DESC, id DESC LIMIT {filter.Next(limit)}",
            filter, token);
    }

    private async Task<IReadOnlyList<T>> Rows<T>(string sql, Filter filter, CancellationToken token)
    {
        await using var connection = await _dialect.Open(token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        _dialect.Bind(command.Parameters, filter.Values);
        await using var reader = await command.ExecuteReaderAsync(token);
        var rows = new List<T>();
        if (!await reader.ReadAsync(token)) return rows;
        var parse = RowMapping.Of<T>(reader);
        do rows.Add(parse(reader));
        while (await reader.ReadAsync(token));
        return rows;
    }

    private sealed record BomRow
    {
        public required int Version { get; init; }

        public required bool IsActive { get; init; }

        public required int MaxLevels { get; init; }

        public required bool IncludeProducedAt { get; init; }

        public required bool CycleDetection { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public required string CreatedBy { get; init; }

        internal ConfigRow ToConfig()
        {
            var (produced, cycles) = (IncludeProducedAt ? "true" : "false", CycleDetection ? "true" : "false");
            var json = string.Create(
                CultureInfo.InvariantCulture, $$"""{"cycle_detection":{{cycles}},"include_produced_at":{{produced}},"max_levels":{{MaxLevels}}}""");
            using var document = JsonDocument.Parse(json);
            return new ConfigRow
            {
                FeatureType = ConfigRow.Bom,
                Version = Version,
                IsActive = IsActive,
                Config = document.RootElement.Clone(),
                CreatedAt = CreatedAt,
                CreatedBy = CreatedBy,
            };
        }
    }
}
