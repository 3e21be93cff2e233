using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Integration.Cli;

/// <summary>The metadata database by the commands of the program, the same on every store.</summary>
public abstract class MetadataTests : ProgramTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Run.Environment["SECRETMAGIC_DATABASE"] = Store.Address[1];
    }

    [Fact]
    public async Task A_configuration_is_changed_compared_taken_back_and_confirmed_and_the_audit_knows_who()
    {
        await Run.Done("clients add acme --name Acme");
        await Run.Done($"configs set acme ema {Run.Write("1.json", """{"span":7,"adjust":true}""")}");
        Run.Output.ShouldContain("secretmagic configs confirm acme --revision 1 --by WHO");
        await Run.Done($"configs set acme ema {Run.Write("2.json", """{"span":28,"min_samples":3}""")} --by bert");
        await Run.Done("configs diff acme ema");
        Run.Output.ReplaceLineEndings("\n").ShouldBe("ema of acme, version 1 to 2\n- adjust: true\n+ min_samples: 3\n~ span: 7 -> 28\n");
        await Run.Done("configs rollback acme ema --to 1");
        await Run.Done("configs diff acme ema --from 1 --to 3");
        Run.Output.ShouldContain("no difference");
        (await Run.Asked("configs history acme ema --json")).EnumerateArray()
            .Select(row => $"{row.GetProperty("version")} {row.GetProperty("is_active")} {row.GetProperty("created_by")}")
            .ShouldBe(["1 False anna", "2 False bert", "3 True anna"]);
        await Run.Refused("configs confirm acme --revision 2 --by kim", "is at revision 3, not 2");
        await Run.Done("configs confirm acme --revision 3 --by kim");
        await Run.Done("clients show acme");
        Run.Output.ShouldContain("revision 3, confirmed by kim");
        (await Run.Asked("audit --client acme --json")).EnumerateArray()
            .Select(row => $"{row.GetProperty("version")} {row.GetProperty("who")} {row.GetProperty("what")}")
            .ShouldBe(
                [
                    "5 kim client.config-confirmed", "4 anna client.feature-configured", "3 bert client.feature-configured", "2 anna client.feature-configured",
                    "1 anna client.registered",
                ]);
        var change = (await Run.Asked("audit --entity client:acme --limit 3 --json"))[2];
        (change.GetProperty("before").GetRawText() + change.GetProperty("after").GetProperty("config").GetRawText()).Replace("\n", "").Replace(" ", "")
            .ShouldBe("""{"adjust":true,"span":7}{"min_samples":3,"span":28}""");
        await Run.Done("journal verify");
    }

    [Fact]
    public async Task A_batch_is_queued_once_its_client_is_confirmed_and_every_step_of_it_is_shown()
    {
        await Run.Refused("batches queue acme features", "'secretmagic clients add acme --name NAME'");
        await Run.Done("clients add acme --name Acme --enable bom_explosion");
        await Run.Refused("batches queue acme bom", "'secretmagic configs confirm acme' stands for it");
        await Run.Done("configs confirm acme");
        await Run.Refused("batches queue acme bom", "'secretmagic clients source acme WORK'");
        await Run.Refused("batches queue acme bom --bom bom.csv", "needs the option demand");
        await Run.Done("clients source acme bom --bom bom.csv --demand demand.csv");
        await Run.Refused("batches queue acme bom", "'secretmagic configs confirm acme' stands for it");
        await Run.Done("configs confirm acme");
        await Run.Done("batches queue acme bom --id night-1 --attempts 1");
        await Run.Done("batches queue acme bom --command-id q");
        var second = (await Run.Asked("batches queue acme bom --command-id q --json")).GetProperty("entity").GetString()!["batch:".Length..];
        await Run.Done("clients suspend acme");
        await Run.Done("batches queue acme bom --command-id q");
        await Run.Refused("batches queue acme bom", "'secretmagic clients activate acme'");
        await Run.Done("clients resume acme");
        await Fail(BatchId.Parse("night-1"));
        await Run.Done("batches show night-1");
        string[] said = ["failed", "queued by anna", "attempt 1 started by w1", "attempt 1 failed: disk full"];
        foreach (var words in said) Run.Output.ShouldContain(words);
        await Run.Done("batches retry night-1");
        await Run.Done("batches cancel night-1 --reason late");
        await Run.Refused("batches cancel night-1", "It is cancelled already");
        (await Run.Asked("batches list --json")).EnumerateArray().Select(row => row.GetProperty("id").GetString()).ShouldBe([second, "night-1"]);
        (await Run.Asked("batches list --client acme --status cancelled --json")).EnumerateArray().ShouldHaveSingleItem().GetProperty("attempt").GetInt32().ShouldBe(1);
        (await Run.Asked("batches show night-1 --json")).GetProperty("logs").GetArrayLength().ShouldBe(5);
        // The worker's two commands are dated half a year before the others.
        (await Run.Asked("audit --client acme --json")).EnumerateArray().Count(row => row.GetProperty("entity").GetString() == "batch:night-1").ShouldBe(5);
        (await Run.Asked("audit --client acme --since 2026-04-01 --json")).EnumerateArray()
            .Count(row => row.GetProperty("entity").GetString() == "batch:night-1").ShouldBe(3);
        (await Run.Asked("audit --since 2999-01-01T00:00Z --json")).GetArrayLength().ShouldBe(0);
        await Run.Done("journal verify");
    }

    [Fact]
    public async Task A_client_changes_as_it_is_told()
    {
        await Run.Done("clients add acme --name Acme --email kim@acme.example --tenant-mode shared");
        await Run.Done("clients rename acme Bakers");
        await Run.Done("clients contacts acme --phone +44-20");
        await Run.Done("clients enable acme bom_explosion");
        await Run.Done("clients disable acme feature_engineering");
        await Run.Done("clients move acme dedicated_db");
        await Run.Done($"configs set acme bom {Run.Write("bom.json", """{"max_levels":7}""")}");
        await Run.Done($"configs set acme ma {Run.Write("ma.json", """{"windows":[7]}""")}");
        await Run.Done("configs withdraw acme ma");
        var client = (await Run.Asked("clients show acme --json")).GetProperty("client");
        string[] facts = ["name", "contact_email", "contact_phone", "tenant_mode", "status", "config_revision", "features_enabled"];
        string.Join('|', facts.Select(name => client.GetProperty(name).GetRawText().Replace("\n", "").Replace(" ", "")))
            .ShouldBe("""
                "Bakers"|"kim@acme.example"|"+44-20"|"dedicated_db"|"active"|5|{"feature_engineering":false,"bom_explosion":true}
                """.Replace("\"feature_engineering\":false,\"bom_explosion\":true", InOrder(client.GetProperty("features_enabled"))));
        (await Run.Asked("configs show acme --json")).GetProperty("configs").EnumerateArray().ShouldHaveSingleItem().GetProperty("config").GetProperty("max_levels")
            .GetInt32().ShouldBe(7);
        (await Run.Asked("configs show acme ma --version 1 --json")).GetProperty("configs").GetArrayLength().ShouldBe(1);
        await Run.Refused("configs show acme ma", "has no active configuration");
        await Run.Done("clients archive acme");
        await Run.Refused("clients rename acme Again", "is archived: nothing about it changes");
        (await Run.Asked("clients list --status archived --json")).GetArrayLength().ShouldBe(1);
        (await Run.Asked("clients list --status active --json")).GetArrayLength().ShouldBe(0);
        await Run.Done("journal verify");
    }

    [Fact]
    public async Task Work_falls_due_by_the_schedule_of_the_client_or_by_the_default()
    {
        await Run.Done("clients add acme --name Acme");
        await Run.Done("schedules default features daily 02:30");
        await Run.Done("schedules set acme features weekly mon 04:00");
        await Run.Done("schedules set acme bom every 15m");
        await Run.Done("schedules remove acme bom");
        await Run.Refused("schedules remove acme bom", "has no schedule of its own");
        (await Run.Asked("schedules list --client acme --json")).EnumerateArray()
            .Select(row => $"{row.GetProperty("client")} {row.GetProperty("work")} {row.GetProperty("schedule")} {row.GetProperty("next_due").GetDateTimeOffset():HH:mm}")
            .ShouldBe([" features daily 02:30 02:30", "acme features weekly mon 04:00 04:00"]);
        await Run.Done("schedules default features --remove");
        await Wrong("schedules default features", "give a schedule such as 'daily 02:30', or --remove");
        await Wrong("schedules set acme features sometimes", "'weekly mon 02:30'");
        await Run.Done("journal verify");
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
        await Run.Done("clients add acme --name Acme");
        var version = (await Run.Asked($"{first} --command-id mine --json")).GetProperty("version").GetInt64();
        var answer = await Run.Asked($"{again} --command-id mine --json");
        (answer.GetProperty("reply").GetString(), answer.GetProperty("version").GetInt64()).ShouldBe(("duplicate", version));
        await Run.Done($"{again} --command-id mine");
        Run.Output.ShouldContain("already done");
        (await Run.Asked("audit --json")).EnumerateArray().Count(row => row.GetProperty("command_id").GetString() == "mine").ShouldBe(1);
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
        await Run.Refused(command, "Client nobody is not registered");
        Run.Errors.ShouldContain("'secretmagic clients add nobody --name NAME' registers");
        (await Run.Run([.. command.Split(' '), "--json"])).ShouldBe(3);
        using var answer = JsonDocument.Parse(Run.Output);
        answer.RootElement.GetProperty("code").GetString().ShouldBe("client-unknown");
    }

    [Theory]
    [InlineData("UPDATE clients SET name = 'Evil'", "clients, organization id acme: name is 'Evil', by the events 'Acme'.")]
    [InlineData("UPDATE feature_configs SET created_by = 'eve'", "feature_configs, client acme feature type ema version 1: created_by is 'eve', by the events 'anna'.")]
    [InlineData("DELETE FROM feature_configs", "feature_configs, client acme feature type ema version 1: the row is missing.")]
    public async Task A_row_that_was_changed_by_hand_is_named(string sql, string expected)
    {
        await Run.Done("clients add acme --name Acme");
        await Run.Done($"configs set acme ema {Run.Write("1.json", """{"span":7}""")}");
        await Run.Done("journal verify");
        await Store.Rows(sql, Token);
        (await Run.Run("journal", "verify")).ShouldBe(3, Run.Errors);
        Run.Output.Split('\n')[0].TrimEnd().ShouldBe(expected);
        (await Run.Run("journal", "verify", "--json")).ShouldBe(3);
        using var report = JsonDocument.Parse(Run.Output);
        report.RootElement.GetProperty("findings").EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe(expected);
    }

    [Fact]
    public async Task What_the_program_did_stands_in_its_log_with_the_client_it_is_about()
    {
        Run.Environment["SECRETMAGIC_DATABASE_PASSWORD"] = "correct-horse";
        await Run.Done("clients add acme --name Acme --by correct-horse");
        await Run.Refused("clients rename nobody Name", "not registered");
        await Run.Done("schedules default bom every 15m");
        (await Run.Asked("logs --json")).EnumerateArray()
            .Select(line => $"{line.GetProperty("level")} {line.GetProperty("message")} "
                + string.Join(' ', line.GetProperty("context").EnumerateObject().Select(about => $"{about.Name}={about.Value}")))
            .ShouldBe(
                [
                    "info installation:default: ScheduleWork of anna accepted as version 1 ",
                    "warn client:nobody: Rename of anna refused by rule client-unknown client_id=nobody",
                    "info client:acme: Register of *** accepted as version 1 client_id=acme",
                ]);
        (await Run.Asked("logs --level warn --json")).GetArrayLength().ShouldBe(1);
        (await Run.Asked("logs --client acme --limit 5 --json")).EnumerateArray().ShouldHaveSingleItem().GetProperty("level").GetString().ShouldBe("info");
        (await Run.Asked("logs --client nobody --level info --json")).GetArrayLength().ShouldBe(0);
        Run.Environment["SECRETMAGIC_LOG_LEVEL"] = "warn";
        await Run.Done("clients rename acme Bakers");
        (await Run.Asked("logs --json")).GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Lines_of_the_log_older_than_the_settings_allow_go_and_the_others_stay()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using (var journal = await Store.Open(Token))
        {
            await journal.Log(
                [.. Enumerable.Range(0, 2_500).Select(at => new LogRow(now.AddDays(-8), "info", $"old {at}", null, "{}")), new LogRow(now.AddDays(-6), "info", "kept", null, "{}")],
                Token);
        }

        Run.Environment["SECRETMAGIC_LOG_RETENTION_DAYS"] = "7";
        // A short command leaves portions to the next one; three portions are enough.
        for (var run = 0; run < 3; run++) await Run.Done("clients list");
        (await Run.Asked("logs --json")).EnumerateArray().Select(line => line.GetProperty("message").GetString()).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Texts_of_people_are_values_and_not_SQL_or_markup()
    {
        const string Name = "'; DROP TABLE clients; -- [red]größer[/] 😀 $1";
        (await Run.Run("clients", "add", "acme", "--name", Name, "--by", "o'neil")).ShouldBe(0, Run.Errors);
        (await Run.Run("clients", "list")).ShouldBe(0, Run.Errors);
        Run.Output.ShouldContain("'; DROP TABLE clients; -- [red]größer[/]");
        (await Run.Asked("clients show acme --json")).GetProperty("client").GetProperty("name").GetString().ShouldBe(Name);
        (await Run.Asked("audit --json"))[0].GetProperty("who").GetString().ShouldBe("o'neil");
    }

    private async Task Fail(BatchId batch)
    {
        await using var journal = await Store.Open(Token);
        (await Given.Client(journal).Read(Token)).State.TryClear(Given.Acme, out var clearance, out _).ShouldBeTrue();
        await Given.Batch(journal, batch).Accept(
            Token, new BatchCommand.Start(batch, Given.Stamp(), clearance!, 1, "w1"), new BatchCommand.Fail(batch, Given.Stamp(), 1, "disk full", true));
    }

    /// <summary>PostgreSQL orders keys of JSON in its own way.</summary>
    private static string InOrder(JsonElement features) =>
        string.Join(',', features.EnumerateObject().Select(property => $"\"{property.Name}\":{(property.Name == "bom_explosion" ? "true" : "false")}"));

    private async Task Wrong(string command, string because)
    {
        (await Run.Run(command.Split(' '))).ShouldBe(2, $"{command}: {Run.Errors}");
        Run.Errors.ShouldContain(because);
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
