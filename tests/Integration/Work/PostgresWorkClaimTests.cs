using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Work;

namespace SecretMagic.Integration.Work;

public sealed partial class PostgresWorkClaimTests(PostgresServer server) : WorkClaimTests
{
    private const string Flood = """
        SET session_replication_role = replica; -- foreign keys of the rows are not what is looked at
        INSERT INTO work_turns (client_id, served) SELECT md5(c::text)::uuid, 0 FROM generate_series(1, 20) AS c;
        INSERT INTO work_claims (batch_id, client_id, work, queued_at, fence)
        SELECT 'flood-' || n, md5('7')::uuid, 'features', now() + n * interval '1 second', 1 FROM generate_series(1, 100000) AS n;
        INSERT INTO work_claims (batch_id, client_id, work, queued_at, fence)
        SELECT 'few-' || n, md5((n % 20 + 1)::text)::uuid, 'features', now(), 1 FROM generate_series(1, 60) AS n;
        ANALYZE work_claims, work_turns;
        """;

    private protected override async Task<Store> NewStore() => new PostgresStore(await server.NewDatabase(Token));

    [Fact]
    public async Task A_hundred_thousand_waiting_batches_of_one_client_are_not_read()
    {
        await using var connection = (NpgsqlConnection)await Store.Connect(Token);
        await using (var fill = new NpgsqlCommand(Flood, connection) { CommandTimeout = 120 }) await fill.ExecuteNonQueryAsync(Token);
        var next = new WorkClaims(Store.Dialect).Next.Replace("$1", "0.0", StringComparison.Ordinal).Replace("$2", "2", StringComparison.Ordinal);
        var plan = string.Join('\n', await Store.Rows($"EXPLAIN (ANALYZE, COSTS OFF) {next}", Token));
        TestContext.Current.TestOutputHelper?.WriteLine(plan);
        plan.ShouldNotContain("Seq Scan on work_claims");
        foreach (Match node in Actual().Matches(plan))
            (Number(node, "rows") * Number(node, "loops")).ShouldBeLessThan(1_000, plan);
    }

    private static double Number(Match node, string name) => double.Parse(node.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"actual time=\S+ rows=(?<rows>[0-9.]+) loops=(?<loops>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Actual();
}
