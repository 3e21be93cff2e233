using System.Diagnostics;
using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Domain.Explosions;
using SecretMagic.Integration.Cli;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Integration.Work;

/// <summary>Workers as a user runs them, on every store: what is queued is done, whatever happens to a worker.</summary>
public abstract class WorkerTests : ProgramTest
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private const string Other = "series_id,timestamp,target\na,2026-01-01,3\na,2026-01-02,9\n";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        WriteSettings("work:\n  queue_limit: 3\n");
        Run.Write("sales.csv", "series_id,timestamp,target\na,2026-01-01,1\na,2026-01-02,2\nb,2026-01-01,3\nb,2026-01-02,4\n");
        Run.Features("{ type: lag, lags: [1] }", "{ type: ema, span: 7 }");
    }

    [Fact]
    public async Task What_a_worker_makes_of_a_batch_is_what_process_makes_and_a_second_batch_changes_nothing()
    {
        await Confirmed();
        await Run.Done("batches queue acme features --id b1");
        await Run.Done("batches queue acme features --id b2");
        await Run.Done("worker --until-idle");
        Run.Errors.ShouldContain("b1: done, 4 rows in c_acme/features/test_v1/b1.1");
        (await Status("b1")).ShouldBe("done");
        (await Status("b2")).ShouldBe("done");
        await ShouldEqualProcess("c_acme/features/test_v1/b1.1");
        (await Run.Asked("results list acme --json")).GetArrayLength().ShouldBe(1);
        await Run.Done($"process --client acme --input {Run.PathOf("sales.csv")} --features {Run.PathOf("features.yaml")}");
        Run.Output.ShouldContain("unchanged");
        (await Store.Rows("SELECT name, kind, type FROM feature_metadata ORDER BY name", Token)).ShouldBe(["ema_span_7|past|ema", "lag_1|past|lag"]);
        await Run.Done("journal verify");
    }

    [Fact]
    public async Task What_a_batch_made_is_verified_from_its_own_order_though_the_client_s_source_is_another()
    {
        await Confirmed();
        await Run.Done($"batches queue acme features --id b1 --input {Run.Write("other.csv", Other)} --features {Run.PathOf("features.yaml")} --format csv");
        await Run.Done("worker --until-idle");
        await Equal();

        await using (var connection = await Store.Connect(Token))
        {
            await using var forget = connection.CreateCommand();
            forget.CommandText = Store.Address[0] == "postgres"
                ? "UPDATE events SET payload = (payload::jsonb - 'order')::json WHERE manifest = 'client.result-registered'"
                : "UPDATE events SET payload = json_remove(payload, '$.order') WHERE manifest = 'client.result-registered'";
            (await forget.ExecuteNonQueryAsync(Token)).ShouldBe(1);
        }

        await Equal();

        async Task Equal() => (await Run.Asked("verify --client acme --feature-set test_v1 --json")).GetProperty("outcome").GetString().ShouldBe("equal");
    }

    [Fact]
    public async Task A_batch_that_cannot_succeed_fails_at_once_with_its_reason_and_the_next_one_is_done()
    {
        await Confirmed();
        await Run.Done($"batches queue acme features --id bad --input {Run.PathOf("missing.csv")} --features {Run.PathOf("features.yaml")}");
        await Run.Done("batches queue acme features --id good");
        await Run.Done("worker --until-idle --concurrency 2");
        (await Status("bad")).ShouldBe("failed");
        (await Status("good")).ShouldBe("done");
        var bad = (await Run.Asked("batches show bad --json")).GetProperty("batch");
        bad.GetProperty("error_message").GetString()!.ShouldContain("missing.csv");
        bad.GetProperty("attempt").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task An_explosion_of_a_worker_is_that_of_explode_and_is_registered()
    {
        var bom = Run.Write("bom.csv", "parent,component,quantity,unit\nramen,broth,0.3,l\nbroth,bones,0.5,kg\n");
        var demand = Run.Write("demand.csv", "item,date,quantity\nramen,2026-01-01,100\n");
        await Run.Done("clients add acme --name Acme --enable bom_explosion");
        await Run.Done("configs confirm acme");
        await Run.Done($"batches queue acme bom --id bad --bom {demand} --demand {demand}");
        await Run.Done($"batches queue acme bom --id b1 --bom {bom} --demand {demand} --max-levels 3");
        await Run.Done("worker --until-idle --concurrency 2");
        (await Status("bad")).ShouldBe("failed");
        (await Status("b1")).ShouldBe("done");
        (await Store.Rows("SELECT status, batch_id, records_processed FROM bom_explosion_status", Token)).ShouldBe(["done|b1|4"]);
        await Run.Done($"explode --bom {bom} --demand {demand} --max-levels 3 --partial --output {Run.PathOf("out")}");
        Run.Fingerprints("data/lake/c_acme/requirements/bom/b1.1").Concat(Run.Fingerprints("data/lake/c_acme/coverage/bom/b1.1"))
            .DistinctBy(file => file.Key).ShouldBe(Run.Fingerprints("out"), ignoreOrder: true);
        await Run.Done($"explode --client acme --bom {bom} --demand {demand} --max-levels 3");
        Run.Output.ShouldContain("unchanged");
        await Run.Done("journal verify");
    }

    [Fact]
    public async Task An_explosion_of_a_worker_is_configured_as_its_client_and_tells_what_was_left_out()
    {
        Run.Write("bom.csv", "parent,component,quantity,produced_at\nramen,broth,0.3,\nbroth,bones,0.5,central\ncake,cake,1,\n");
        Run.Write("demand.csv", "item,date,quantity,site\nramen,2026-01-01,100,shop\ncake,2026-01-01,3,shop\n");
        await Run.Done("clients add acme --name Acme --enable bom_explosion");
        await Run.Done($"configs set acme bom {Run.Write("bom.json", """{"include_produced_at":false}""")}");
        await Run.Done("configs confirm acme");
        await Run.Done("batches queue acme bom --id b1 --bom bom.csv --demand demand.csv --cycles fail");
        await Run.Done("worker --until-idle");
        (await Status("b1")).ShouldBe("done");
        Run.Query("SELECT site FROM '{out}/data/lake/c_acme/requirements/bom/b1.1/requirements.parquet' WHERE item = 'bones'").ShouldBe([["shop"]]);
        (await Run.Asked("batches show b1 --json")).GetProperty("batch").GetProperty("failed_branches").GetInt32().ShouldBe(1);
        await Run.Done("batches show b1");
        Run.Output.ShouldContain("BOM cycle: cake -> cake");
    }

    [Fact]
    public async Task An_explosion_waits_for_one_beside_the_queue_and_costs_no_attempt()
    {
        var bom = Run.Write("bom.csv", "parent,component,quantity\nramen,broth,0.3\n");
        var demand = Run.Write("demand.csv", "item,date,quantity\nramen,2026-01-01,100\n");
        await Run.Done("clients add acme --name Acme --enable bom_explosion");
        await Run.Done("configs confirm acme");
        await Run.Done($"batches queue acme bom --id b1 --bom {bom} --demand {demand} --attempts 1");
        await using (var journal = await Store.Open(Token))
            await new JournaledEntity<Explosion, ExplosionCommand, ExplosionEvent>(journal, EntityId.Explosion(Given.Acme)).Accept(
                Token, new ExplosionCommand.Start(Given.Acme, Given.Stamp(), BatchId.Parse("beside-1")));
        using var worker = Worker("--lease 30");
        Directory.CreateDirectory(Run.PathOf("data/lake"));
        using (new FileStream(Run.PathOf("data/lake/.acme.explosion.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            await Says(worker, "Another process explodes the recipes of client acme");
        await Until(worker, async () => await Status("b1") == "done");
        await Ends(worker);
    }

    [Fact]
    public async Task A_queue_that_is_full_takes_nothing_more_and_says_so()
    {
        await Confirmed();
        for (var number = 1; number <= 3; number++) await Run.Done($"batches queue acme features --id b{number}");
        await Run.Refused("batches queue acme features --id b4", "3 batches of client acme wait already");
        (await Run.Run("batches", "queue", "acme", "features", "--json")).ShouldBe(3);
        using var answer = JsonDocument.Parse(Run.Output);
        answer.RootElement.GetProperty("code").GetString().ShouldBe("client-queue-full");
        await Run.Done("batches cancel b1");
        await Run.Done("batches queue acme features --id b4");
    }

    [Fact]
    public async Task A_batch_whose_configuration_was_changed_since_is_cancelled_with_the_reason()
    {
        await Confirmed();
        await Run.Done("batches queue acme features --id b1");
        await Run.Done($"configs set acme ema {Run.Write("ema.json", """{"span":28}""")}");
        await Run.Done("worker --until-idle");
        (await Status("b1")).ShouldBe("cancelled");
        await Run.Done("batches show b1");
        Run.Output.ShouldContain("is not confirmed");
    }

    [Fact]
    public async Task A_worker_that_is_killed_leaves_nothing_and_another_one_finishes_the_batch()
    {
        await Confirmed(isLarge: true);
        await Run.Done("batches queue acme features --id b1");
        using (var worker = Worker("--lease 3"))
        {
            await Running(worker, "b1");
            worker.Kill();
            await worker.WaitForExitAsync(Token);
        }

        (await Run.Asked("results list acme --json")).GetArrayLength().ShouldBe(0);
        (await Status("b1")).ShouldBe("running");
        using (var worker = Worker("--lease 30"))
        {
            await Until(worker, async () => await Status("b1") == "done");
            await Ends(worker);
        }

        (await Run.Asked("batches show b1 --json")).GetProperty("batch").GetProperty("attempt").GetInt32().ShouldBe(2);
        await ShouldEqualProcess("c_acme/features/test_v1/b1.2");
        await Run.Done("journal verify");
    }

    [Fact]
    public async Task A_worker_that_stood_still_while_another_did_its_batch_registers_nothing_when_it_goes_on()
    {
        await Confirmed(isLarge: true);
        await Run.Done("batches queue acme features --id b1");
        using var still = Worker("--lease 2");
        await Running(still, "b1");
        still.Signal("STOP");
        using (var other = Worker("--lease 30"))
        {
            await Until(other, async () => await Status("b1") == "done");
            await Ends(other);
        }

        still.Signal("CONT");
        await Says(still, "nothing was written");
        await Ends(still);
        (await Store.Rows("SELECT batch_id, attempt FROM lake_results", Token)).ShouldBe(["b1|2"]);
        (await Status("b1")).ShouldBe("done");
        await Run.Done("journal verify");
    }

    [Fact]
    public async Task A_worker_that_is_told_to_end_gives_its_batch_back_and_no_attempt_is_lost()
    {
        await Confirmed(isLarge: true);
        await Run.Done("batches queue acme features --id b1 --attempts 1");
        using (var worker = Worker("--lease 60"))
        {
            await Running(worker, "b1");
            await Ends(worker);
        }

        (await Status("b1")).ShouldBe("queued");
        await Run.Done("worker --until-idle");
        (await Status("b1")).ShouldBe("done");
    }

    [Fact]
    public async Task A_running_batch_that_is_cancelled_stops_and_registers_nothing()
    {
        await Confirmed(isLarge: true);
        await Run.Done("batches queue acme features --id b1");
        using var worker = Worker("--lease 60");
        await Running(worker, "b1");
        await Run.Done("batches cancel b1 --reason late");
        await Says(worker, "nothing was written");
        await Ends(worker);
        (await Status("b1")).ShouldBe("cancelled");
        (await Run.Asked("results list acme --json")).GetArrayLength().ShouldBe(0);
        await Run.Done("journal verify");
    }

    private protected async Task Confirmed(bool isLarge = false)
    {
        if (isLarge)
        {
            Run.Write("sales.csv", "series_id,timestamp,target\n" + string.Concat(
                Enumerable.Range(0, 600_000).Select(at => $"s{at / 500},{new DateOnly(2020, 1, 1).AddDays(at % 500):yyyy-MM-dd},{at}\n")));
        }

        await Run.Done("clients add acme --name Acme");
        await Run.Done($"configs set acme ema {Run.Write("ema.json", """{"span":7}""")}");
        await Run.Done("clients source acme features --input sales.csv --features features.yaml");
        await Run.Done("configs confirm acme");
    }

    private protected Process Worker(string options) => OtherProcess.SecretMagic(Run.Folder, ["worker", .. options.Split(' ')]);

    /// <summary>Waits until a worker has begun to write the result of a batch.</summary>
    private protected Task Running(Process worker, string batch)
    {
        var set = Run.PathOf("data/lake/c_acme/features/test_v1");
        return Until(worker, async () => Directory.Exists(set) && Directory.GetDirectories(set, ".*.tmp").Length > 0 && await Status(batch) == "running");
    }

    private protected static async Task Until(Process worker, Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            worker.HasExited.ShouldBeFalse();
            waited.Elapsed.ShouldBeLessThan(Deadline);
        }
    }

    /// <summary>Waits until a worker has said something.</summary>
    private protected static async Task Says(Process worker, string words)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Deadline);
        var said = "";
        while (!said.Contains(words, StringComparison.Ordinal))
            said = await worker.StandardError.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException($"The worker ended without: {words}");
    }

    private protected static async Task Ends(Process worker)
    {
        worker.Signal("TERM");
        await worker.WaitForExitAsync(Token);
        worker.ExitCode.ShouldBe(0);
    }

    private protected async Task<string> Status(string batch) => (await Store.Rows($"SELECT status FROM batches WHERE id = '{batch}'", Token)).Single();

    private async Task ShouldEqualProcess(string location)
    {
        await Run.Done($"process --input {Run.PathOf("sales.csv")} --features {Run.PathOf("features.yaml")} --output {Run.PathOf("alone")}");
        Files($"data/lake/{location}").ShouldBe(Files("alone/features/test_v1"));
    }

    /// <summary>The files but the manifest, which names the client.</summary>
    private string[] Files(string place) =>
        [.. Run.Fingerprints(place).Where(file => file.Key != "manifest.json").Select(file => $"{file.Key} {file.Value}").Order(StringComparer.Ordinal)];
}

public sealed class SqliteWorkerTests : WorkerTests
{
    private protected override Task<Store> NewStore() => Task.FromResult<Store>(new SqliteStore());
}
