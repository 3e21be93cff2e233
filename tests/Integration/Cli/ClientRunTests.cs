using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Integration.Cli;

/// <summary>Clients' data through the commands of the program: refused, processed, registered, moved; the same on every store.</summary>
public abstract class ClientRunTests : IAsyncLifetime
{
    private const string Sales = "series_id,timestamp,target\na,2026-01-01,1\na,2026-01-02,2\nb,2026-01-01,3\nb,2026-01-02,4\n";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly SecretMagicRun _run = new();
    private Store _store = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Process => $"process --client acme --input {_run.PathOf("sales.csv")} --features {_run.PathOf("features.yaml")}";

    private protected abstract Task<Store> NewStore();

    public async ValueTask InitializeAsync()
    {
        _store = await NewStore();
        _run.Write("secretmagic.yaml", $"database: '{_store.Address[1]}'\nlake:\n  root: data/lake\n");
        _run.Write("sales.csv", Sales);
        _run.Features("{ type: lag, lags: [1] }", "{ type: ema, span: 7 }");
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        _run.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_client_is_confirmed_processed_and_moved_there_and_back_and_its_data_stays_the_same()
    {
        await _run.Done("clients add acme --name Acme");
        await _run.Done($"configs set acme ema {_run.Write("ema.json", """{"span":7}""")}");
        await _run.Refused(Process, "'secretmagic configs confirm acme' stands for it");
        Directory.Exists(_run.PathOf("data/lake")).ShouldBeFalse();
        await _run.Done("configs confirm acme --by kim");
        await _run.Done($"{Process} --tables");
        _run.Output.ShouldContain("tables: 4 rows");
        var place = await Place();
        place.ShouldStartWith(_run.PathOf("data/lake/c_acme/features/test_v1/"));
        var (files, rows) = (Files(place), await Rows());
        rows.Length.ShouldBe(4);
        rows[1].ShouldStartWith("a|2026-01-02|2|1|");

        await _run.Done("clients move acme shared");
        _run.Errors.ShouldContain("results are read at their new place");
        place = await Place();
        place.ShouldStartWith(_run.PathOf("data/lake/shared/tenant_id=acme/features/test_v1/"));
        Files(place).ShouldBe(files);
        (await Rows()).ShouldBe(rows);
        Directory.Exists(_run.PathOf("data/lake/c_acme")).ShouldBeFalse();
        await _run.Done($"{Process} --tables");
        _run.Output.ShouldContain("unchanged");
        (await _run.Asked("clients move acme prefixed_tables --json")).GetProperty("results").GetInt32().ShouldBe(1);
        Files(await Place()).ShouldBe(files);
        (await Rows()).ShouldBe(rows);
        await _run.Done("clients move acme prefixed_tables");
        _run.Output.ShouldContain("nothing changed");

        await _run.Done("journal verify");
        (await _run.Asked("audit --client acme --json")).EnumerateArray().Select(row => $"{row.GetProperty("who")} {row.GetProperty("what")}").ShouldBe(
            [
                "anna client.unchanged", "anna client.tenant-moved", "anna client.tenant-move-started", "anna client.tenant-moved",
                "anna client.tenant-move-started", "anna client.result-registered", "kim client.config-confirmed", "anna client.feature-configured",
                "anna client.registered",
            ]);
        var logs = (await _run.Asked("logs --client acme --json")).EnumerateArray().ToArray();
        var ended = logs.Last(line => line.GetProperty("message").GetString()!.StartsWith("features ended: 4 rows in ", StringComparison.Ordinal));
        var began = logs.Last(line => line.GetProperty("message").GetString() == "features for anna begins");
        ended.GetProperty("context").GetProperty("batch_id").GetString().ShouldStartWith("features-");
        ended.GetProperty("context").GetProperty("trace_id").GetString().ShouldBe(began.GetProperty("context").GetProperty("trace_id").GetString());
    }

    [Fact]
    public async Task Nothing_of_a_client_is_processed_unless_it_is_active_confirmed_and_at_rest()
    {
        await _run.Refused(Process, "'secretmagic clients add acme --name NAME'");
        await Confirmed();
        await _run.Refused($"explode --client acme --bom x --demand y --output {_run.PathOf("o")}", "bom_explosion is not enabled");
        await _run.Done("clients suspend acme");
        await _run.Refused(Process, "'secretmagic clients activate acme'");
        await _run.Refused($"{Process} --output {_run.PathOf("o")}", "is suspended");
        await _run.Done("clients activate acme");
        await using (var journal = await _store.Open(Token))
            await Given.Client(journal).Accept(Token, new ClientCommand.MoveTenant(Given.Acme, Given.Stamp(), TenantMode.Shared));
        await _run.Refused(Process, "is being moved");
        await _run.Done("clients show acme");
        _run.Output.ShouldContain("moving to shared");
        _run.Output.ShouldContain("'secretmagic clients move acme shared' finishes it");
        await _run.Done("clients move acme prefixed_tables");
        await _run.Done("clients show acme");
        _run.Output.ShouldNotContain("moving to");
        await _run.Done(Process);
    }

    [Fact]
    public async Task A_move_that_another_process_has_is_left_to_it()
    {
        await Confirmed();
        await _run.Done(Process);
        using (new FileStream(_run.PathOf("data/lake/.acme.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            await _run.Refused("clients move acme shared", "Another process moves or sweeps");
        _run.Errors.ShouldContain("say the same again");
        await _run.Done("clients move acme shared");
    }

    [Fact]
    public async Task A_set_that_means_something_else_is_no_result_of_the_same_name()
    {
        await Confirmed();
        await _run.Done(Process);
        var place = await Place();
        _run.Features("{ type: lag, lags: [2] }");
        await _run.Refused(Process, "a published set never changes");
        (await Place()).ShouldBe(place);
        _run.Write("sales.csv", Sales + "c,2026-01-01,5\n");
        _run.Features("{ type: lag, lags: [1] }", "{ type: ema, span: 7 }");
        await _run.Done(Process);
        (await _run.Asked("results list --json")).EnumerateArray().Select(row => $"{row.GetProperty("rows")} {row.GetProperty("is_current")}")
            .ShouldBe(["5 True", "4 False"]);
    }

    [Fact]
    public async Task A_run_that_fails_is_in_the_log_and_leaves_nothing()
    {
        await Confirmed();
        _run.Write("sales.csv", "series_id,timestamp,target\na,2026-01-01,x\n");
        (await _run.Run(Process.Split(' '))).ShouldBe(2, _run.Output);
        (await _run.Asked("results list acme --json")).GetArrayLength().ShouldBe(0);
        var failed = (await _run.Asked("logs --client acme --level error --json")).EnumerateArray().ShouldHaveSingleItem();
        failed.GetProperty("message").GetString().ShouldStartWith("features failed after ");
        failed.GetProperty("error").GetString()!.ShouldContain("sales.csv");
        if (Directory.Exists(_run.PathOf("data/lake"))) Directory.GetFiles(_run.PathOf("data/lake"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_is_killed_shows_nothing_and_the_next_one_gives_the_whole_result()
    {
        await Confirmed();
        _run.Write("sales.csv", "series_id,timestamp,target\n" + string.Concat(Enumerable.Range(0, 100_000).Select(at => $"s{at / 500},{new DateOnly(2020, 1, 1).AddDays(at % 500):yyyy-MM-dd},{at}\n")));
        using var program = System.Diagnostics.Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "secretmagic.dll"), .. Process.Split(' '), "--by", "kim"])
        {
            UseShellExecute = false,
            WorkingDirectory = _run.Folder,
        })!;
        var set = _run.PathOf("data/lake/c_acme/features/test_v1");
        var waited = Stopwatch.StartNew();
        while (!program.HasExited && !(Directory.Exists(set) && Directory.GetDirectories(set, ".*.tmp").Length > 0) && waited.Elapsed < Deadline) await Task.Yield();
        program.Kill();
        await program.WaitForExitAsync(Token);
        (await _run.Asked("results list acme --json")).GetArrayLength().ShouldBe(0);
        await _run.Done(Process);
        var place = await Place();
        await _run.Done($"process --input {_run.PathOf("sales.csv")} --features {_run.PathOf("features.yaml")} --output {_run.PathOf("alone")}");
        Files(place).Where(file => !file.StartsWith("manifest.json", StringComparison.Ordinal))
            .ShouldBe(Files(_run.PathOf("alone/features/test_v1")).Where(file => !file.StartsWith("manifest.json", StringComparison.Ordinal)));
        await _run.Done("journal verify");
    }

    [Fact]
    public async Task Two_changes_of_one_client_at_the_same_instant_are_both_kept()
    {
        await _run.Done("clients add acme --name Acme --email kim@acme.example");
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
        await _run.Done("journal verify");

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
        await _run.Done("clients add acme --name Acme");
        await _run.Done($"configs set acme ema {_run.Write("ema.json", """{"span":7}""")}");
        await _run.Done("configs confirm acme");
    }

    private Task<MetadataStore> Open() =>
        MetadataStore.Open(Settings.Read(new Surroundings(_run.Folder, _run.Environment), null, null), TimeProvider.System, Token);

    /// <summary>The rows of the client's table, as text.</summary>
    private async Task<string[]> Rows()
    {
        await using var store = await Open();
        await using var tables = await store.OpenTables(Token);
        var rows = await tables.Read(Given.Acme, FeatureSetName.Parse("test_v1"), new RowsWanted(), Token);
        return [.. rows!.Rows.Select(row => string.Join('|', row.Select(value => value is DateOnly day ? $"{day:yyyy-MM-dd}" : $"{value}")))];
    }

    /// <summary>Where the client's only result stands.</summary>
    private async Task<string> Place() => (await _run.Asked("results list acme --json")).EnumerateArray().Single(row => row.GetProperty("is_current").GetBoolean())
        .GetProperty("place").GetString()!;

    private string[] Files(string place) =>
        [.. _run.Fingerprints(place).Select(file => $"{file.Key} {file.Value}").Order(StringComparer.Ordinal)];
}

public sealed class SqliteClientRunTests : ClientRunTests
{
    private protected override Task<Store> NewStore() => Task.FromResult<Store>(new SqliteStore());
}

public sealed class PostgresClientRunTests(PostgresServer server) : ClientRunTests
{
    private protected override async Task<Store> NewStore() => new PostgresStore(await server.NewDatabase(Token));
}
