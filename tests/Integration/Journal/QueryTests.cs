using Npgsql;

namespace SecretMagic.Integration.Journal;

/// <summary>The queries that operators run, on a million configurations and a million lines of logs: each is answered from an index.</summary>
public sealed class QueryTests(PostgresServer server)
{
    private const string Fill = """
        SET session_replication_role = replica; -- foreign keys of a million rows are not what is looked at
        INSERT INTO clients (id, name, organization_id, tenant_mode, features_enabled, config_revision, config_confirmed, status, created_at, updated_at)
        SELECT md5(c::text)::uuid, 'client ' || c, 't' || c, 'shared', '{}', 0, false, CASE c % 10 WHEN 0 THEN 'active' ELSE 'suspended' END, now(), now()
        FROM generate_series(1, 10000) AS c;
        INSERT INTO feature_configs (id, client_id, feature_type, config, is_active, version, created_at, created_by)
        SELECT gen_random_uuid(), md5(c::text)::uuid, 'type' || t, '{"spans":[7]}', v = 10, v, now(), 'anna'
        FROM generate_series(1, 10000) AS c, generate_series(1, 10) AS t, generate_series(1, 10) AS v;
        INSERT INTO bom_explosion_status (client_id, records_processed, status, batch_id, updated_at)
        SELECT id, 1, 'done', 'b', now() FROM clients;
        INSERT INTO logs (timestamp, level, message, context)
        SELECT now() - n * interval '1 second', CASE WHEN n % 1000 = 0 THEN 'error' ELSE 'info' END, 'line', jsonb_build_object('client_id', 't' || n % 10000)
        FROM generate_series(1, 1000000) AS n;
        ANALYZE clients, feature_configs, bom_explosion_status, logs;
        """;

    private static readonly string[] Queries =
    [
        "SELECT config FROM feature_configs WHERE client_id = md5('7')::uuid AND feature_type = 'type3' AND is_active",
        "SELECT version, config, created_at, created_by FROM feature_configs WHERE client_id = md5('7')::uuid AND feature_type = 'type3' ORDER BY version",
        "SELECT feature_type, config FROM feature_configs WHERE client_id = md5('7')::uuid AND is_active",
        "SELECT timestamp, level, message FROM logs ORDER BY timestamp DESC LIMIT 100",
        "SELECT timestamp, message FROM logs WHERE level = 'error' ORDER BY timestamp DESC LIMIT 100",
        "SELECT timestamp, message FROM logs WHERE context ->> 'client_id' = 't7' ORDER BY timestamp DESC LIMIT 100",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_query_reads_few_pages_of_an_index()
    {
        using var store = new PostgresStore(await server.NewDatabase(Token));
        await (await store.Open(Token)).DisposeAsync();
        await using (var connection = (NpgsqlConnection)await store.Connect(Token))
        {
            await using var fill = new NpgsqlCommand(Fill, connection) { CommandTimeout = 300 };
            await fill.ExecuteNonQueryAsync(Token);
        }

        foreach (var query in Queries)
        {
            var plan = string.Join('\n', await store.Rows($"EXPLAIN {query}", Token));
            plan.ShouldContain("Index", Case.Sensitive, query);
            plan.ShouldNotContain("Seq Scan", Case.Sensitive, $"{query}\n{plan}");
        }

        var active = string.Join('\n', await store.Rows(
            "EXPLAIN SELECT c.name, s.* FROM clients c JOIN bom_explosion_status s ON s.client_id = c.id WHERE c.status = 'active'", Token));
        active.ShouldContain("clients_status", Case.Sensitive, active);
    }
}
