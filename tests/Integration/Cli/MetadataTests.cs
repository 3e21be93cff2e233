using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Integration.Cli;

/// <summary>The metadata database by the commands of the program, the same on every store.</summary>
public abstract class MetadataTests : IAsyncLifetime
{
    private readonly SecretMagicRun _run = new();
    private Store _store = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract Task<Store> NewStore();

    public async ValueTask InitializeAsync()
    {
        _store = await NewStore();
        _run.Environment["SECRETMAGIC_DATABASE"] = _store.Address[1];
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        _run.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_configuration_is_changed_compared_taken_back_and_confirmed_and_the_audit_knows_who()
    {
        await _run.Done("clients add acme --name Acme");
        await _run.Done($"configs set acme ema {_run.Write("1.json", """{"span":7,"adjust":true}""")}");
        _run.Output.ShouldContain("secretmagic configs confirm acme --revision 1 --by WHO");
        await _run.Done($"configs set acme ema {_run.Write("2.json", """{"span":28,"min_samples":3}""")} --by bert");
        await _run.Done("configs diff acme ema");
        _run.Output.ReplaceLineEndings("\n").ShouldBe("ema of acme, version 1 to 2\n- adjust: true\n+ min_samples: 3\n~ span: 7 -> 28\n");
        await _run.Done("configs rollback acme ema --to 1");
        await _run.Done("configs diff acme ema --from 1 --to 3");
        _run.Output.ShouldContain("no difference");
        (await _run.Asked("configs history acme ema --json")).EnumerateArray()
            .Select(row => $"{row.GetProperty("version")} {row.GetProperty("is_active")} {row.GetProperty("created_by")}")
            .ShouldBe(["1 False anna", "2 False bert", "3 True anna"]);
        await _run.Refused("configs confirm acme --revision 2 --by kim", "is at revision 3, not 2");
        await _run.Done("configs confirm acme --revision 3 --by kim");
        await _run.Done("clients show acme");
        _run.Output.ShouldContain("revision 3, confirmed by kim");
        (await _run.Asked("audit --client acme --json")).EnumerateArray()
            .Select(row => $"{row.GetProperty("version")} {row.GetProperty("who")} {row.GetProperty("what")}")
            .ShouldBe(
                [
                    "5 kim client.config-confirmed", "4 anna client.feature-configured", "3 bert client.feature-configured", "2 anna client.feature-configured",
                    "1 anna client.registered",
                ]);
        var change = (await _run.Asked("audit --entity client:acme --limit 3 --json"))[2];
        (change.GetProperty("before").GetRawText() + change.GetProperty("after").GetProperty("config").GetRawText()).Replace("\n", "").Replace(" ", "")
            .ShouldBe("""{"adjust":true,"span":7}{"min_samples":3,"span":28}""");
        await _run.Done("journal verify");
    }

    [Fact]
    public async Task A_batch_is_queued_once_its_client_is_confirmed_and_every_step_of_it_is_shown()
    {
        await _run.Refused("batches queue acme features", "'secretmagic clients add acme --name NAME'");
        await _run.Done("clients add acme --name Acme --enable bom_explosion");
        await _run.Refused("batches queue acme bom", "'secretmagic configs confirm acme' stands for it");
        await _run.Done("configs confirm acme");
        await _run.Refused("batches queue acme bom", "'secretmagic clients source acme WORK'");
        await _run.Refused("batches queue acme bom --bom bom.csv", "needs the option demand");
        await _run.Done("clients source acme bom --bom bom.csv --demand demand.csv");
        await _run.Refused("batches queue acme bom", "'secretmagic configs confirm acme' stands for it");
        await _run.Done("configs confirm acme");
        await _run.Done("batches queue acme bom --id night-1 --attempts 1");
        await _run.Done("batches queue acme bom --command-id q");
        var second = (await _run.Asked("batches queue acme bom --command-id q --json")).GetProperty("entity").GetString()!["batch:".Length..];
        await _run.Done("clients suspend acme");
        await _run.Done("batches queue acme bom --command-id q");
        await _run.Refused("batches queue acme bom", "'secretmagic clients activate acme'");
        await _run.Done("clients resume acme");
        await Fail(BatchId.Parse("night-1"));
        await _run.Done("batches show night-1");
        string[] said = ["failed", "queued by anna", "attempt 1 started by w1", "attempt 1 failed: disk full"];
        foreach (var words in said) _run.Output.ShouldContain(words);
        await _run.Done("batches retry night-1");
        await _run.Done("batches cancel night-1 --reason late");
        await _run.Refused("batches cancel night-1", "It is cancelled already");
        (await _run.Asked("batches list --json")).EnumerateArray().Select(row => row.GetProperty("id").GetString()).ShouldBe([second, "night-1"]);
        (await _run.Asked("batches list --client acme --status cancelled --json")).EnumerateArray().ShouldHaveSingleItem().GetProperty("attempt").GetInt32().ShouldBe(1);
        (await _run.Asked("batches show night-1 --json")).GetProperty("logs").GetArrayLength().ShouldBe(5);
        // The worker's two commands are dated half a year before the others.
        (await _run.Asked("audit --client acme --json")).EnumerateArray().Count(row => row.GetProperty("entity").GetString() == "batch:night-1").ShouldBe(5);
        (await _run.Asked("audit --client acme --since 2026-04-01 --json")).EnumerateArray()
            .Count(row => row.GetProperty("entity").GetString() == "batch:night-1").ShouldBe(3);
        (await _run.Asked("audit --since 2999-01-01T00:00Z --json")).GetArrayLength().ShouldBe(0);
        await _run.Done("journal verify");
    }

    [Fact]
    public async Task A_client_changes_as_it_is_told()
    {
        await _run.Done("clients add acme --name Acme --email kim@acme.example --tenant-mode shared");
        await _run.Done("clients rename acme Bakers");
        await _run.Done("clients contacts acme --phone +44-20");
        await _run.Done("clients enable acme bom_explosion");
        await _run.Done("clients disable acme feature_engineering");
        await _run.Done("clients move acme dedicated_db");
        await _run.Done($"configs set acme bom {_run.Write("bom.json", """{"max_levels":7}""")}");
        await _run.Done($"configs set acme ma {_run.Write("ma.json", """{"windows":[7]}""")}");
        await _run.Done("configs withdraw acme ma");
        var client = (await _run.Asked("clients show acme --json")).GetProperty("client");
        string[] facts = ["name", "contact_email", "contact_phone", "tenant_mode", "status", "config_revision", "features_enabled"];
        string.Join('|', facts.Select(name => client.GetProperty(name).GetRawText().Replace("\n", "").Replace(" ", "")))
            .ShouldBe("""
                "Bakers"|"kim@acme.example"|"+44-20"|"dedicated_db"|"active"|5|{"feature_engineering":false,"bom_explosion":true}
                """.Replace("\"feature_engineering\":false,\"bom_explosion\":true", InOrder(client.GetProperty("features_enabled"))));
        (await _run.Asked("configs show acme --json")).GetProperty("configs").EnumerateArray().ShouldHaveSingleItem().GetProperty("config").GetProperty("max_levels")
            .GetInt32().ShouldBe(7);
        (await _run.Asked("configs show acme ma --version 1 --json")).GetProperty("configs").GetArrayLength().ShouldBe(1);
        await _run.Refused("configs show acme ma", "has no active configuration");
        await _run.Done("clients archive acme");
        await _run.Refused("clients rename acme Again", "is archived: nothing about it changes");
        (await _run.Asked("clients list --status archived --json")).GetArrayLength().ShouldBe(1);
        (await _run.Asked("clients list --status active --json")).GetArrayLength().ShouldBe(0);
        await _run.Done("journal verify");
    }

    [Fact]
    public async Task Work_falls_due_by_the_schedule_of_the_client_or_by_the_default()
    {
        await _run.Done("clients add acme --name Acme");
        await _run.Done("schedules default features daily 02:30");
        await _run.Done("schedules set acme features weekly mon 04:00");
        await _run.Done("schedules set acme bom every 15m");
        await _run.Done("schedules remove acme bom");
        await _run.Refused("schedules remove acme bom", "has no schedule of its own");
        (await _run.Asked("schedules list --client acme --json")).EnumerateArray()
            .Select(row => $"{row.GetProperty("client")} {row.GetProperty("work")} {row.GetProperty("schedule")} {row.GetProperty("next_due").GetDateTimeOffset():HH:mm}")
            .ShouldBe([" features daily 02:30 02:30", "acme features weekly mon 04:00 04:00"]);
        await _run.Done("schedules default features --remove");
        await Wrong("schedules default features", "give a schedule such as 'daily 02:30', or --remove");
        await Wrong("schedules set acme features sometimes", "'weekly mon 02:30'");
        await _run.Done("journal verify");
    }

    [Theory]
    [InlineData("clients add other --name Other", "clients add other --name Other")]
    [InlineData("clients rename acme New", "clients rename acme Newer")]
    [InlineData("clients suspend acme", "clients activate acme")]
    [InlineData("clients enable acme bom_explosion", "clients disable acme bom_explosion")]
    [InlineData("schedules set acme bom every 15m", "schedules remove acme bom")]
    [InlineData("schedules default bom every 15m", "schedules default bom --remove")]
    public async Task A_command_sent_again_under_its_id_is_not_done_again(string first, string again)
    {
        await _run.Done("clients add acme --name Acme");
        var version = (await _run.Asked($"{first} --command-id mine --json")).GetProperty("version").GetInt64();
        var answer = await _run.Asked($"{again} --command-id mine --json");
        (answer.GetProperty("reply").GetString(), answer.GetProperty("version").GetInt64()).ShouldBe(("duplicate", version));
        await _run.Done($"{again} --command-id mine");
        _run.Output.ShouldContain("already done");
        (await _run.Asked("audit --json")).EnumerateArray().Count(row => row.GetProperty("command_id").GetString() == "mine").ShouldBe(1);
    }

    [Theory]
    [InlineData("clients show nobody")]
    [InlineData("clients suspend nobody")]
    [InlineData("clients enable nobody bom_explosion")]
    [InlineData("configs show nobody")]
    [InlineData("configs history nobody ema")]
    [InlineData("configs diff nobody ema")]
    [InlineData("configs rollback nobody ema --to 1")]
    [InlineData("configs confirm nobody")]
    [InlineData("batches queue nobody bom")]
    [InlineData("schedules set nobody bom every 15m")]
    public async Task A_client_that_is_not_there_is_answered_with_what_to_do(string command)
    {
        await _run.Refused(command, "Client nobody is not registered");
        _run.Errors.ShouldContain("'secretmagic clients add nobody --name NAME' registers");
        (await _run.Run([.. command.Split(' '), "--json"])).ShouldBe(3);
        using var answer = JsonDocument.Parse(_run.Output);
        answer.RootElement.GetProperty("code").GetString().ShouldBe("client-unknown");
    }

    [Theory]
    [InlineData("UPDATE clients SET name = 'Evil'", "clients, organization id acme: name is 'Evil', by the events 'Acme'.")]
    [InlineData("UPDATE feature_configs SET created_by = 'eve'", "feature_configs, client acme feature type ema version 1: created_by is 'eve', by the events 'anna'.")]
    [InlineData("DELETE FROM feature_configs", "feature_configs, client acme feature type ema version 1: the row is missing.")]
    public async Task A_row_that_was_changed_by_hand_is_named(string sql, string expected)
    {
        await _run.Done("clients add acme --name Acme");
        await _run.Done($"configs set acme ema {_run.Write("1.json", """{"span":7}""")}");
        await _run.Done("journal verify");
        await _store.Rows(sql, Token);
        (await _run.Run("journal", "verify")).ShouldBe(3, _run.Errors);
        _run.Output.Split('\n')[0].TrimEnd().ShouldBe(expected);
        (await _run.Run("journal", "verify", "--json")).ShouldBe(3);
        using var report = JsonDocument.Parse(_run.Output);
        report.RootElement.GetProperty("findings").EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe(expected);
    }

    [Fact]
    public async Task What_the_program_did_stands_in_its_log_with_the_client_it_is_about()
    {
        _run.Environment["SECRETMAGIC_DATABASE_PASSWORD"] = "correct-horse";
        await _run.Done("clients add acme --name Acme --by correct-horse");
        await _run.Refused("clients rename nobody Name", "not registered");
        await _run.Done("schedules default bom every 15m");
        (await _run.Asked("logs --json")).EnumerateArray()
            .Select(line => $"{line.GetProperty("level")} {line.GetProperty("message")} "
                + string.Join(' ', line.GetProperty("context").EnumerateObject().Select(about => $"{about.Name}={about.Value}")))
            .ShouldBe(
                [
                    "info installation:default: ScheduleWork of anna accepted as version 1 ",
                    "warn client:nobody: Rename of anna refused by rule client-unknown client_id=nobody",
                    "info client:acme: Register of *** accepted as version 1 client_id=acme",
                ]);
        (await _run.Asked("logs --level warn --json")).GetArrayLength().ShouldBe(1);
        (await _run.Asked("logs --client acme --limit 5 --json")).EnumerateArray().ShouldHaveSingleItem().GetProperty("level").GetString().ShouldBe("info");
        (await _run.Asked("logs --client nobody --level info --json")).GetArrayLength().ShouldBe(0);
        _run.Environment["SECRETMAGIC_LOG_LEVEL"] = "warn";
        await _run.Done("clients rename acme Bakers");
        (await _run.Asked("logs --json")).GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Lines_of_the_log_older_than_the_settings_allow_go_and_the_others_stay()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using (var journal = await _store.Open(Token))
        {
            await journal.Log(
                [.. Enumerable.Range(0, 2_500).Select(at => new LogRow(now.AddDays(-8), "info", $"old {at}", null, "{}")), new LogRow(now.AddDays(-6), "info", "kept", null, "{}")],
                Token);
        }

        _run.Environment["SECRETMAGIC_LOG_RETENTION_DAYS"] = "7";
        // A short command leaves portions to the next one; three portions are enough.
        for (var run = 0; run < 3; run++) await _run.Done("clients list");
        (await _run.Asked("logs --json")).EnumerateArray().Select(line => line.GetProperty("message").GetString()).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Texts_of_people_are_values_and_not_SQL_or_markup()
    {
        const string Name = "'; DROP TABLE clients; -- [red]größer[/] 😀 $1";
        (await _run.Run("clients", "add", "acme", "--name", Name, "--by", "o'neil")).ShouldBe(0, _run.Errors);
        (await _run.Run("clients", "list")).ShouldBe(0, _run.Errors);
        _run.Output.ShouldContain("'; DROP TABLE clients; -- [red]größer[/]");
        (await _run.Asked("clients show acme --json")).GetProperty("client").GetProperty("name").GetString().ShouldBe(Name);
        (await _run.Asked("audit --json"))[0].GetProperty("who").GetString().ShouldBe("o'neil");
    }

    private async Task Fail(BatchId batch)
    {
        await using var journal = await _store.Open(Token);
        (await Given.Client(journal).Read(Token)).State.TryClear(Given.Acme, out var clearance, out _).ShouldBeTrue();
        await Given.Batch(journal, batch).Accept(
            Token, new BatchCommand.Start(batch, Given.Stamp(), clearance!, 1, "w1"), new BatchCommand.Fail(batch, Given.Stamp(), 1, "disk full", true));
    }

    /// <summary>PostgreSQL orders keys of JSON in its own way.</summary>
    private static string InOrder(JsonElement features) =>
        string.Join(',', features.EnumerateObject().Select(property => $"\"{property.Name}\":{(property.Name == "bom_explosion" ? "true" : "false")}"));

    private async Task Wrong(string command, string because)
    {
        (await _run.Run(command.Split(' '))).ShouldBe(2, $"{command}: {_run.Errors}");
        _run.Errors.ShouldContain(because);
    }
}

public sealed class SqliteMetadataTests : MetadataTests
{
    private protected override Task<Store> NewStore() => Task.FromResult<Store>(new SqliteStore());
}

public sealed class PostgresMetadataTests(PostgresServer server) : MetadataTests
{
    private protected override async Task<Store> NewStore() => new PostgresStore(await server.NewDatabase(Token));
}
