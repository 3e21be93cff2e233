using Npgsql;
using SecretMagic.Integration.Journal;

namespace SecretMagic.Integration.Work;

public sealed class PostgresWorkerTests(PostgresServer server) : WorkerTests
{
    private protected override async Task<Store> NewStore() => new PostgresStore(await server.NewDatabase(Token));

    [Fact]
    public async Task A_database_that_is_away_ends_no_worker_and_what_was_queued_is_done_when_it_is_back()
    {
        using var gate = Through();
        await Confirmed();
        using var worker = Worker("--lease 3");
        await Says(worker, "works");
        gate.Shut();
        await Says(worker, "cannot be used");
        gate.Open();
        await Run.Done("batches queue acme features --id b1");
        await Until(worker, async () => await Status("b1") == "done");
        await Ends(worker);
    }

    [Fact]
    public async Task A_run_whose_lease_cannot_be_renewed_stops_by_itself_and_its_batch_goes_on_when_the_database_is_back()
    {
        using var gate = Through();
        await Confirmed(isLarge: true);
        await Run.Done("batches queue acme features --id b1");
        using var worker = Worker("--lease 2");
        await Running(worker, "b1");
        gate.Shut();
        await Says(worker, "nothing was written");
        (await Store.Rows("SELECT count(*) FROM lake_results", Token)).ShouldBe(["0"]);
        gate.Open();
        await Says(worker, "b1: attempt 2");
        await Ends(worker);
        (await Status("b1")).ShouldBeOneOf("queued", "done");
        await Run.Done("worker --until-idle");
        (await Status("b1")).ShouldBe("done");
        await Run.Done("journal verify");
    }

    /// <summary>Lets the program reach the database through a gate; the test reaches it as before.</summary>
    private Gate Through()
    {
        var connection = new NpgsqlConnectionStringBuilder(Store.Address[1]);
        var gate = new Gate(connection.Port);
        connection.Port = gate.Port;
        Run.Write("secretmagic.yaml", $"database: '{connection.ConnectionString}'\nlake:\n  root: data/lake\n");
        return gate;
    }
}
