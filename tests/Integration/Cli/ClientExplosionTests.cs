using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Explosions;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Integration.Cli;

/// <summary>A client's explosion: configured, registered whole, its status told; the same on every store.</summary>
public abstract class ClientExplosionTests : ProgramTest
{
    private const string Bom = "parent,component,quantity,produced_at\nramen,broth,0.3,\nbroth,bones,0.5,central\n";

    private string Explode => $"explode --client acme --bom {Run.PathOf("bom.csv")} --demand {Run.PathOf("demand.csv")}";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        WriteSettings();
        Run.Write("bom.csv", Bom);
        Run.Write("demand.csv", "item,date,quantity,site\nramen,2026-01-01,100,shop\n");
    }

    [Fact]
    public async Task Requirements_and_coverage_are_registered_together_and_left_when_nothing_changed()
    {
        await Confirmed("{}");
        await Run.Done(Explode);
        var places = await Places();
        places.Keys.ShouldBe(["requirements", "coverage"], ignoreOrder: true);
        Names(places["requirements"]).ShouldBe(["requirements.parquet", "summary.json"]);
        Names(places["coverage"]).ShouldBe(["coverage.parquet", "summary.json", "supply.parquet"]);
        Run.Query($"SELECT item, site, quantity FROM '{places["requirements"]}/requirements.parquet' WHERE item = 'bones'")
            .ShouldBe([["bones", "central", "15.0"]]);
        (await Status()).ShouldBe("done 5");
        await Run.Done(Explode);
        Run.Output.ShouldContain("unchanged");
        (await Places()).ShouldBe(places, ignoreOrder: true);
        await Run.Done("journal verify");
    }

    [Fact]
    public async Task The_configuration_of_the_client_holds_unless_the_command_says_otherwise()
    {
        await Confirmed("""{"max_levels":1,"include_produced_at":false}""");
        (await Run.Run(Explode.Split(' '))).ShouldBe(2, Run.Output);
        Run.Errors.ShouldContain("ramen has 2 levels below it, and 1 are exploded");
        await Run.Done($"{Explode} --max-levels 3");
        Run.Query($"SELECT site FROM '{(await Places())["requirements"]}/requirements.parquet' WHERE item = 'bones'").ShouldBe([["shop"]]);
        await Run.Done($"{Explode} --max-levels 2 --output {Run.PathOf("out")}");
        Run.Query("SELECT site FROM '{out}/out/requirements.parquet' WHERE item = 'bones'").ShouldBe([["shop"]]);
    }

    [Fact]
    public async Task A_partial_result_is_registered_and_the_exit_code_is_4()
    {
        await Confirmed("{}");
        Run.Write("bom.csv", Bom + "cake,cake,1,\n");
        Run.Write("demand.csv", "item,date,quantity,site\nramen,2026-01-01,100,shop\ncake,2026-01-01,3,shop\n");
        (await Run.Run(Explode.Split(' '))).ShouldBe(4, Run.Errors);
        Run.Output.ShouldContain("failed: cake costs cake: BOM cycle: cake -> cake");
        Run.Query($"SELECT item, kind, short FROM '{(await Places())["coverage"]}/coverage.parquet' WHERE kind = 'failed'")
            .ShouldBe([["cake", "failed", "3.0"]]);
        (await Status()).ShouldStartWith("done");
    }

    [Fact]
    public async Task What_fails_registers_nothing_and_the_status_says_why()
    {
        await Confirmed("{}");
        await Run.Done(Explode);
        var places = await Places();
        Run.Write("bom.csv", "parent,component,quantity\nramen,broth,1\nbroth,ramen,1\n");
        (await Run.Run(Explode.Split(' '))).ShouldBe(3, Run.Output);
        Run.Errors.ShouldContain("BOM cycle: broth -> ramen -> broth");
        (await Places()).ShouldBe(places, ignoreOrder: true);
        (await Store.Rows("SELECT status, error_message FROM bom_explosion_status", Token)).ShouldBe(["failed|BOM cycle: broth -> ramen -> broth"]);
        await Run.Done("journal verify");
    }

    [Fact]
    public async Task One_explosion_of_a_client_runs_at_a_time_and_one_whose_process_is_gone_is_ended()
    {
        await Confirmed("{}");
        await using (var journal = await Store.Open(Token))
            await new JournaledEntity<Explosion, ExplosionCommand, ExplosionEvent>(journal, EntityId.Explosion(Given.Acme)).Accept(
                Token, new ExplosionCommand.Start(Given.Acme, Given.Stamp(), BatchId.Parse("gone-1")));
        Directory.CreateDirectory(Run.PathOf("data/lake"));
        using (new FileStream(Run.PathOf("data/lake/.acme.explosion.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            await Run.Refused(Explode, "Another process explodes the recipes of client acme");
        (await Status()).ShouldBe("running 0");
        await Run.Done(Explode);
        (await Status()).ShouldBe("done 5");
    }

    [Fact]
    public async Task A_batch_that_was_done_in_part_says_so()
    {
        await Confirmed("{}");
        await Run.Done("batches queue acme bom --id night-1 --bom bom.csv --demand demand.csv");
        await using (var journal = await Store.Open(Token))
        {
            (await Given.Client(journal).Read(Token)).State.TryClear(Given.Acme, out var clearance, out _).ShouldBeTrue();
            var id = BatchId.Parse("night-1");
            await Given.Batch(journal, id).Accept(
                Token, new BatchCommand.Start(id, Given.Stamp(), clearance!, 1, "w1"),
                new BatchCommand.Complete(id, Given.Stamp(), 1, new BatchResult("acme/bom", 12, [])
                {
                    Failures = PartialFailure.Of([("cake", "BOM cycle: cake -> cake"), ("branch 2", "disk full")]),
                }));
        }

        var shown = await Run.Asked("batches show night-1 --json");
        shown.GetProperty("batch").GetProperty("failed_branches").GetInt32().ShouldBe(2);
        var line = shown.GetProperty("logs").EnumerateArray().Last();
        line.GetProperty("level").GetString().ShouldBe("warn");
        line.GetProperty("message").GetString()
            .ShouldBe("attempt 1 made 12 rows; 2 branches failed: cake: BOM cycle: cake -> cake; branch 2: disk full");
        await Run.Done("batches show night-1");
        Run.Output.ShouldContain("failed branches");
        await Run.Done("journal verify");
    }

    private async Task Confirmed(string config)
    {
        await Run.Done("clients add acme --name Acme");
        await Run.Done("clients disable acme feature_engineering");
        await Run.Done("clients enable acme bom_explosion");
        await Run.Done($"configs set acme bom {Run.Write("bom.json", config)}");
        await Run.Done("configs confirm acme");
    }

    /// <summary>Where the current results stand, by kind.</summary>
    private async Task<Dictionary<string, string>> Places() => (await Run.Asked("results list acme --json")).EnumerateArray()
        .Where(row => row.GetProperty("is_current").GetBoolean())
        .ToDictionary(row => row.GetProperty("kind").GetString()!, row => row.GetProperty("place").GetString()!);

    private async Task<string> Status() =>
        (await Store.Rows("SELECT status, records_processed FROM bom_explosion_status", Token)).ShouldHaveSingleItem().Replace('|', ' ');

    private static string[] Names(string place) => [.. Directory.GetFiles(place).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}

public sealed class SqliteClientExplosionTests : ClientExplosionTests
{
    private protected override Task<Store> NewStore() => Task.FromResult<Store>(new SqliteStore());
}

public sealed class PostgresClientExplosionTests(PostgresServer server) : ClientExplosionTests
{
    private protected override async Task<Store> NewStore() => new PostgresStore(await server.NewDatabase(Token));
}
