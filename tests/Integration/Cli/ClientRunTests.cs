using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Integration.Cli;

/// <summary>Clients' data through the commands of the program: refused, processed, registered, moved; the same on every store.</summary>
public abstract class ClientRunTests : ProgramTest
{
    private const string Sales = "series_id,timestamp,target\na,2026-01-01,1\na,2026-01-02,2\nb,2026-01-01,3\nb,2026-01-02,4\n";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private string Process => $"process --client acme --input {Run.PathOf("sales.csv")} --features {Run.PathOf("features.yaml")}";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        WriteSettings();
        Run.Write("sales.csv", Sales);
        Run.Features("{ type: lag, lags: [1] }", "{ type: ema, span: 7 }");
    }

    [Fact]
    public async Task A_client_is_confirmed_processed_and_moved_there_and_back_and_its_data_stays_the_same()
    {
        await Run.Done("clients add acme --name Acme");
        await Run.Done($"configs set acme ema {Run.Write("ema.json", """{"span":7}""")}");
        await Run.Refused(Process, "'secretmagic configs confirm acme' stands for it");
        Directory.Exists(Run.PathOf("data/lake")).ShouldBeFalse();
        await Run.Done("configs confirm acme --by kim");
        await Run.Done($"{Process} --tables");
        Run.Output.ShouldContain("tables: 4 rows");
        var place = await Place();
        place.ShouldStartWith(Run.PathOf("data/lake/c_acme/features/test_v1/"));
        var (files, rows) = (Files(place), await Rows());
        rows.Length.ShouldBe(4);
        rows[1].ShouldStartWith("a|2026-01-02|2|1|");

        await Run.Done("clients move acme shared");
        Run.Errors.ShouldContain("results are read at their new place");
        place = await Place();
        place.ShouldStartWith(Run.PathOf("data/lake/shared/tenant_id=acme/features/test_v1/"));
        Files(place).ShouldBe(files);
        (await Rows()).ShouldBe(rows);
        Directory.Exists(Run.PathOf("data/lake/c_acme")).ShouldBeFalse();
        await Run.Done($"{Process} --tables");
        Run.Output.ShouldContain("unchanged");
        (await Run.Asked("clients move acme prefixed_tables --json")).GetProperty("results").GetInt32().ShouldBe(1);
        Files(await Place()).ShouldBe(files);
        (await Rows()).ShouldBe(rows);
        await Run.Done("clients move acme prefixed_tables");
        Run.Output.ShouldContain("nothing changed");

        await Run.Done("journal verify");
        (await Run.Asked("audit --client acme --json")).EnumerateArray().Select(row => $"{row.GetProperty("who")} {row.GetProperty("what")}").ShouldBe(
            [
                "anna client.unchanged", "anna client.tenant-moved", "anna client.tenant-move-started", "anna client.tenant-moved",
                "anna client.tenant-move-started", "anna client.result-registered", "kim client.config-confirmed", "anna client.feature-configured",
                "anna client.registered",
            ]);
        var logs = (await Run.Asked("logs --client acme --json")).EnumerateArray().ToArray();
        var ended = logs.Last(line => line.GetProperty("message").GetString()!.StartsWith("features ended: 4 rows in ", StringComparison.Ordinal));
        var began = logs.Last(line => line.GetProperty("message").GetString() == "features for anna begins");
        ended.GetProperty("context").GetProperty("batch_id").GetString().ShouldStartWith("features-");
        ended.GetProperty("context").GetProperty("trace_id").GetString().ShouldBe(began.GetProperty("context").GetProperty("trace_id").GetString());
    }

    [Fact]
    public async Task Nothing_of_a_client_is_processed_unless_it_is_active_confirmed_and_at_rest()
    {
        await Run.Refused(Process, "'secretmagic clients add acme --name NAME'");
        await Confirmed();
        await Run.Refused($"explode --client acme --bom x --demand y --output {Run.PathOf("o")}", "bom_explosion is not enabled");
        await Run.Done("clients suspend acme");
        await Run.Refused(Process, "'secretmagic clients activate acme'");
        await Run.Refused($"{Process} --output {Run.PathOf("o")}", "is suspended");
        await Run.Done("clients activate acme");
        await using (var journal = await Store.Open(Token))
            await Given.Client(journal).Accept(Token, new ClientCommand.MoveTenant(Given.Acme, Given.Stamp(), TenantMode.Shared));
        await Run.Refused(Process, "is being moved");
        await Run.Done("clients show acme");
        Run.Output.ShouldContain("moving to shared");
        Run.Output.ShouldContain("'secretmagic clients move acme shared' finishes it");
        await Run.Done("clients move acme prefixed_tables");
        await Run.Done("clients show acme");
        Run.Output.ShouldNotContain("moving to");
        await Run.Done(Process);
    }

    [Fact]
    public async Task A_move_that_another_process_has_is_left_to_it()
    {
        await Confirmed();
        await Run.Done(Process);
        using (new FileStream(Run.PathOf("data/lake/.acme.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            await Run.Refused("clients move acme shared", "Another process moves or sweeps");
        Run.Errors.ShouldContain("say the same again");
        await Run.Done("clients move acme shared");
    }

    [Fact]
    public async Task A_set_that_means_something_else_is_no_result_of_the_same_name()
    {
        await Confirmed();
        await Run.Done(Process);
        var place = await Place();
        Run.Features("{ type: lag, lags: [2] }");
        await Run.Refused(Process, "a published set never changes");
        (await Place()).ShouldBe(place);
        Run.Write("sales.csv", Sales + "c,2026-01-01,5\n");
        Run.Features("{ type: lag, lags: [1] }", "{ type: ema, span: 7 }");
        await Run.Done(Process);
        (await Run.Asked("results list --json")).EnumerateArray().Select(row => $"{row.GetProperty("rows")} {row.GetProperty("is_current")}")
            .ShouldBe(["5 True", "4 False"]);
    }

    [Fact]
    public async Task A_run_that_fails_is_in_the_log_and_leaves_nothing()
    {
        await Confirmed();
        Run.Write("sales.csv", "series_id,timestamp,target\na,2026-01-01,x\n");
        (await Run.Run(Process.Split(' '))).ShouldBe(2, Run.Output);
        (await Run.Asked("results list acme --json")).GetArrayLength().ShouldBe(0);
        var failed = (await Run.Asked("logs --client acme --level error --json")).EnumerateArray().ShouldHaveSingleItem();
        failed.GetProperty("message").GetString().ShouldStartWith("features failed after ");
        failed.GetProperty("error").GetString()!.ShouldContain("sales.csv");
        if (Directory.Exists(Run.PathOf("data/lake"))) Directory.GetFiles(Run.PathOf("data/lake"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_is_killed_shows_nothing_and_the_next_one_gives_the_whole_result()
    {
        await Confirmed();
        Run.Write("sales.csv", "series_id,timestamp,target\n" + string.Concat(Enumerable.Range(0, 100_000).Select(at => $"s{at / 500},{new DateOnly(2020, 1, 1).AddDays(at % 500):yyyy-MM-dd},{at}\n")));
        using var program = OtherProcess.SecretMagic(Run.Folder, [.. Process.Split(' '), "--by", "kim"]);
        var set = Run.PathOf("data/lake/c_acme/features/test_v1");
        var waited = Stopwatch.StartNew();
        while (!program.HasExited && !(Directory.Exists(set) && Directory.GetDirectories(set, ".*.tmp").Length > 0) && waited.Elapsed < Deadline) await Task.Yield();
        program.Kill();
        await program.WaitForExitAsync(Token);
        (await Run.Asked("results list acme --json")).GetArrayLength().ShouldBe(0);
        await Run.Done(Process);
        var place = await Place();
        await Run.Done($"process --input {Run.PathOf("sales.csv")} --features {Run.PathOf("features.yaml")} --output {Run.PathOf("alone")}");
        Files(place).Where(file => !file.StartsWith("manifest.json", StringComparison.Ordinal))
            .ShouldBe(Files(Run.PathOf("alone/features/test_v1")).Where(file => !file.StartsWith("manifest.json", StringComparison.Ordinal)));
        await Run.Done("journal verify");
    }

    [Fact]
    public async Task Two_changes_of_one_client_at_the_same_instant_are_both_kept()
    {
        await Run.Done("clients add acme --name Acme --email kim@acme.example");
        using var together = new Barrier(2);
        await using var one = await Open();
        await using var two = await Open();
        await Task.WhenAll(
            Wish(one, now => new ClientCommand.SwitchFeatures(Given.Acme, Given.Stamp(), now.FeaturesEnabled with { BomExplosion = true })),
            Wish(two, now => new ClientCommand.SwitchFeatures(Given.Acme, Given.Stamp(), now.FeaturesEnabled with { FeatureEngineering = false })));
        await Task.WhenAll(
            Wish(one, now => new ClientCommand.ChangeContacts(Given.Acme, Given.Stamp(), now.Contacts with { Phone = "+44-20" })),
            Wish(two, now => new ClientCommand.ChangeContacts(Given.Acme, Given.Stamp(), now.Contacts with { Email = "li@acme.example" })));
        var client = await one.Read<Client>(EntityId.Client(Given.Acme), Token);
        client.FeaturesEnabled.ShouldBe(new EnabledFeatures(false, true));
        client.Contacts.ShouldBe(new Contacts("li@acme.example", "+44-20"));
        await Run.Done("journal verify");

        // Each has decided on the same state before either is stored.
        Task Wish(MetadataStore store, Func<Client, ClientCommand> wish)
        {
            var asked = 0;
            return Task.Run(
                () => store.Tell<Client>(
                    EntityId.Client(Given.Acme),
                    now =>
                    {
                        if (asked++ == 0) together.SignalAndWait(Deadline, Token).ShouldBeTrue();
                        return wish(now);
                    },
                    Token),
                Token);
        }
    }

    private async Task Confirmed()
    {
        await Run.Done("clients add acme --name Acme");
        await Run.Done($"configs set acme ema {Run.Write("ema.json", """{"span":7}""")}");
        await Run.Done("configs confirm acme");
    }

    private Task<MetadataStore> Open() =>
        MetadataStore.Open(Settings.Read(new Surroundings(Run.Folder, Run.Environment), null, null), TimeProvider.System, Token);

    /// <summary>The rows of the client's table, as text.</summary>
    private async Task<string[]> Rows()
    {
        await using var store = await Open();
        await using var tables = await store.OpenTables(Token);
        var rows = await tables.Read(Given.Acme, FeatureSetName.Parse("test_v1"), new RowsWanted(), Token);
        return [.. rows!.Rows.Select(row => string.Join('|', row.Select(value => value is DateOnly day ? $"{day:yyyy-MM-dd}" : $"{value}")))];
    }

    /// <summary>Where the client's only result stands.</summary>
    private async Task<string> Place() => (await Run.Asked("results list acme --json")).EnumerateArray().Single(row => row.GetProperty("is_current").GetBoolean())
        .GetProperty("place").GetString()!;

    private string[] Files(string place) =>
        [.. Run.Fingerprints(place).Select(file => $"{file.Key} {file.Value}").Order(StringComparer.Ordinal)];
}

public sealed class SqliteClientRunTests : ClientRunTests
{
    private protected override Task<Store> NewStore() => Task.FromResult<Store>(new SqliteStore());
}

public sealed class PostgresClientRunTests(PostgresServer server) : ClientRunTests
{
    private protected override async Task<Store> NewStore() => new PostgresStore(await server.NewDatabase(Token));
}
