using System.Text.Json;

namespace SecretMagic.Integration.Cli;

/// <summary>What people may get wrong with commands of the metadata database, and what the machine may.</summary>
public sealed class MetadataEdgeTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _run.Dispose();
    }

    public static TheoryData<string, string> BadIds()
    {
        string[] ids = ["../x", "c1; DROP TABLE", new string('a', 10_000), "😀", "", "Acme", "a--b", "con", "a\u0000b", "$(rm)"];
        string[] commands =
        [
            "clients add {0} --name x", "clients show {0}", "clients archive {0}", "configs show {0}", "configs confirm {0}", "configs diff {0} ema",
            "batches list --client {0}", "batches show {0}", "batches cancel {0}", "batches queue {0} bom", "schedules set {0} bom daily 02:30", "audit --client {0}",
            "audit --entity client:{0}", "logs --client {0}",
        ];
        var data = new TheoryData<string, string>();
        foreach (var command in commands) data.Add(command, string.Join('\n', ids));
        return data;
    }

    [Theory]
    [MemberData(nameof(BadIds))]
    public async Task An_id_that_is_none_is_refused_with_what_is_allowed(string command, string ids)
    {
        foreach (var id in ids.Split('\n'))
        {
            (await _run.Run([.. command.Split(' ').Select(word => word.Replace("{0}", id))])).ShouldBe(2, $"{command} {id[..Math.Min(id.Length, 20)]}: {_run.Output}");
            _run.Errors.Length.ShouldBeInRange(20, 400, _run.Errors);
            _run.Errors.ShouldNotContain("   at ");
            (_run.Errors.Contains("a-z, 0-9") || _run.Errors.Contains("at most 36") || _run.Errors.Contains("device")).ShouldBeTrue(_run.Errors);
            _run.Output.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("clients add acme --name", "--name")]
    [InlineData("clients add acme", "--name")]
    [InlineData("clients add acme --name x --tenant-mode own", "prefixed_tables")]
    [InlineData("clients enable acme magic", "feature_engineering")]
    [InlineData("clients add acme --name x --command-id a/b", "only letters, digits and . _ : - are allowed")]
    [InlineData("clients contacts acme", "--email, --phone or both")]
    [InlineData("configs set acme emma x.json", "Did you mean 'ema'? There are lag, diff, ")]
    [InlineData("clients move acme own", "prefixed_tables")]
    [InlineData("process --input x.csv --tables --output o", "give --client ID, and no --output")]
    [InlineData("process --input x.csv --tables --client acme --format csv", "needs --format parquet")]
    [InlineData("configs set acme ema missing.json", "missing.json: there is no such file")]
    [InlineData("configs show acme --version 1", "needs a TYPE")]
    [InlineData("configs withdraw acme bom", "secretmagic clients disable acme bom_explosion")]
    [InlineData("batches list --status lost", "queued")]
    [InlineData("batches list --limit 0", "give 1 to 10000")]
    [InlineData("audit --since yesterday", "2026-01-31")]
    [InlineData("logs --level loud", "debug")]
    [InlineData("audit --entity acme", "begins with no kind")]
    public async Task A_slip_is_answered_with_what_would_be_right(string command, string expected)
    {
        (await _run.Run(command.Split(' '))).ShouldBe(2, _run.Output);
        _run.Errors.ShouldContain(expected);
        _run.Errors.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("ema", "", "The configuration is empty")]
    [InlineData("ema", "[1]", "is a JSON array: give an object")]
    [InlineData("ema", "{\"a\":1,}", "is no JSON at line 1")]
    [InlineData("ema", "{\"a\":1,\"a\":2}", "is no JSON")]
    [InlineData("bom", "{\"max_levels\":\"7\"}", "give max_levels, a whole number")]
    [InlineData("bom", "{\"max_levels\":101}", "is not in 1 to 100")]
    [InlineData("bom", "{\"levels\":5}", "give max_levels, a whole number, include_produced_at and cycle_detection")]
    [InlineData("bom", "{\"cycle_detection\":\"on\"}", "has 'cycle_detection'")]
    [InlineData("ema", "{}", "alpha")]
    [InlineData("ema", "{\"spam\":7}", "x.json, spam: is not a key of ema; it has alpha, span, ")]
    [InlineData("ema", "{\"span\":0}", "x.json, span: must be a number from 1 on, not 0")]
    [InlineData("ema", "{\"span\":null}", "x.json, span: must be a value")]
    [InlineData("ma", "{\"windows\":7}", "x.json, windows: must be a list of whole numbers")]
    [InlineData("ma", "{\"windows\":[7,{\"a\":1}]}", "x.json, windows: must be a list of whole numbers")]
    public async Task A_configuration_that_is_none_is_refused(string type, string json, string expected)
    {
        (await _run.Run("clients", "add", "acme", "--name", "Acme")).ShouldBe(0, _run.Errors);
        (await _run.Run("configs", "set", "acme", type, _run.Write("x.json", json))).ShouldBe(2);
        _run.Errors.ShouldContain(expected);
        _run.Errors.ShouldContain("x.json");
    }

    [Theory]
    [InlineData("seasonality", "{\"of\":[\"hour\"]}")]
    [InlineData("seasonality", "{\"fourier\":{\"7\":2}}")]
    [InlineData("seasonal_lag", "{\"years\":[1],\"align\":\"date\"}")]
    public async Task A_configuration_that_some_grid_may_have_is_taken(string type, string json)
    {
        (await _run.Run("clients", "add", "acme", "--name", "Acme")).ShouldBe(0, _run.Errors);
        (await _run.Run("configs", "set", "acme", type, _run.Write("x.json", json))).ShouldBe(0, _run.Errors);
    }

    [Fact]
    public async Task Who_wants_it_is_said_or_known_from_the_environment()
    {
        _run.Environment.Remove("USER");
        (await _run.Run("clients", "add", "acme", "--name", "Acme")).ShouldBe(2);
        _run.Errors.ShouldContain("--by");
        (await _run.Run("clients", "add", "acme", "--name", "Acme", "--by", new string('x', 201))).ShouldBe(2);
        _run.Errors.ShouldContain("at most 200");
        (await _run.Run("clients", "add", "acme", "--name", "Acme", "--by", "kim")).ShouldBe(0, _run.Errors);
    }

    [Fact]
    public async Task The_database_lies_where_the_settings_say()
    {
        (await _run.Run("clients", "list")).ShouldBe(0, _run.Errors);
        File.Exists(_run.PathOf("var/secretmagic.db")).ShouldBeTrue();
        (await _run.Run("clients", "add", "acme", "--name", "Acme", "--store", "other/place.db")).ShouldBe(0, _run.Errors);
        (await _run.Run("clients", "list", "--json")).ShouldBe(0);
        _run.Output.Trim().ShouldBe("[]");
        _run.Write("secretmagic.yaml", "database: other/place.db");
        (await _run.Run("clients", "list", "--json")).ShouldBe(0);
        JsonDocument.Parse(_run.Output).RootElement.GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task The_standard_input_can_be_the_configuration()
    {
        (await _run.Run("clients", "add", "acme", "--name", "Acme")).ShouldBe(0, _run.Errors);
        using var program = OtherProcess.SecretMagic(
            _run.Folder, ["configs", "set", "acme", "ema", "-", "--by", "kim", "--store", _run.PathOf("var/secretmagic.db")]);
        await program.StandardInput.WriteAsync("""{"span":7}""");
        program.StandardInput.Close();
        (await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("acme: configured, revision 1");
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        program.ExitCode.ShouldBe(0);
        (await _run.Run("configs", "history", "acme", "--json")).ShouldBe(0);
        JsonDocument.Parse(_run.Output).RootElement[0].GetProperty("created_by").GetString().ShouldBe("kim");
    }

    [Theory]
    [InlineData("clients list")]
    [InlineData("batches list --json")]
    [InlineData("journal verify")]
    public async Task A_database_that_cannot_be_opened_is_said_without_a_stack_trace_or_a_password(string command)
    {
        _run.Environment["SECRETMAGIC_DATABASE_PASSWORD"] = "correct-horse";
        string[] places = ["Host=127.0.0.1;Port=1;Database=x;Username=y;Timeout=5", "Host=no-such-host.invalid;Database=x;Username=y;Timeout=5", _run.Write("text.db", new string('x', 5_000))];
        foreach (var place in places)
        {
            (await _run.Run([.. command.Split(' '), "--store", place])).ShouldBe(1, _run.Output);
            _run.Errors.ShouldStartWith("secretmagic: the metadata database: ");
            _run.Errors.ShouldNotContain("   at ");
            _run.Errors.ShouldNotContain("correct-horse");
        }
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        (await _run.Run("clients", "list")).ShouldBe(0, _run.Errors);
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_run.PathOf("var/secretmagic.db")};Pooling=false"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var newer = connection.CreateCommand();
            newer.CommandText = "INSERT INTO schema_migrations VALUES (9999, '9999_later.sql', 'x', 'now')";
            await newer.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await _run.Run("clients", "list")).ShouldBe(1);
        _run.Errors.ShouldContain("Migration 9999_later.sql");
        _run.Errors.ShouldContain("Run that version");
    }
}
