using System.Text.Json;

namespace SecretMagic.Integration.Cli;

/// <summary>Settings: what holds, who said so, and what is answered when it cannot be.</summary>
public sealed class SettingsTests : IDisposable
{
    private const string Password = "correct horse battery";
    private readonly SecretMagicRun _run = new();

    public SettingsTests() => _run.Environment["SECRETMAGIC_SECRETS"] = _run.PathOf("secrets");

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Without_any_source_the_defaults_hold() => (await Shown()).ShouldBe(
        [
            "database = var/secretmagic.db (default)", "lake.root = var/lake (default)", "log.level = info (default)",
            "log.retention_days = 30 (default)", "work.lease_seconds = 15 (default)", "work.limit_per_client = 2 (default)",
            "work.queue_limit = 1000 (default)", "api.urls = http://127.0.0.1:8080 (default)", "api.max_body_mb = 1024 (default)",
            "api.rate_limit = 1000 (default)", "telemetry.otlp_endpoint = off (default)", "cluster.listen = off (default)", "cluster.seeds = none (default)",
            "cluster.certificate = off (default)", "cluster.pbm = off (default)", $"database_password = not set (neither {Secret} nor SECRETMAGIC_DATABASE_PASSWORD)",
            $"cluster_certificate_password = not set (neither {_run.PathOf("secrets/cluster_certificate_password")} nor SECRETMAGIC_CLUSTER_CERTIFICATE_PASSWORD)",
        ]);

    [Fact]
    public async Task A_later_source_wins_file_then_environment_then_command_line()
    {
        _run.Write("secretmagic.yaml", "database: a.db\nlog:\n  level: debug\n  retention_days: 7\nlake: { root: results }\n");
        (await Shown())[..4].ShouldBe(
            [
                "database = a.db (secretmagic.yaml, line 1)", "lake.root = results (secretmagic.yaml, line 5)",
                "log.level = debug (secretmagic.yaml, line 3)", "log.retention_days = 7 (secretmagic.yaml, line 4)",
            ]);
        _run.Environment["SECRETMAGIC_DATABASE"] = "b.db";
        _run.Environment["SECRETMAGIC_LOG_LEVEL"] = "error";
        _run.Environment["SECRETMAGIC_LAKE_ROOT"] = "";
        (await Shown())[..3].ShouldBe(
            [
                "database = b.db (environment SECRETMAGIC_DATABASE)", "lake.root = results (secretmagic.yaml, line 5)",
                "log.level = error (environment SECRETMAGIC_LOG_LEVEL)",
            ]);
        (await Shown("--store", "c.db"))[0].ShouldBe("database = c.db (--store)");
    }

    [Fact]
    public async Task Another_file_is_named_by_the_environment_or_the_command_line()
    {
        _run.Write("secretmagic.yaml", "nonsense: 1");
        _run.Write("one.yaml", "database: one.db");
        _run.Write("two.yaml", "# database: two.db\n");
        _run.Environment["SECRETMAGIC_SETTINGS"] = "one.yaml";
        (await Shown())[0].ShouldBe("database = one.db (one.yaml, line 1)");
        (await Shown("--settings", "two.yaml"))[0].ShouldBe("database = var/secretmagic.db (default)");
        (await _run.Run("settings", "show", "--settings", "three.yaml")).ShouldBe(2);
        _run.Errors.ShouldContain("three.yaml: the settings cannot be read");
    }

    [Theory]
    [InlineData("databse: x.db", "secretmagic.yaml, line 1, databse: is not a setting; there are database, lake.root, log.level, log.retention_days, work.lease_seconds,")]
    [InlineData("log:\n  colour: red", "secretmagic.yaml, line 2, log.colour: is not a setting")]
    [InlineData("log: debug", "secretmagic.yaml, line 1, log: must be keys with values")]
    [InlineData("log: { level: loud }", "line 1, log.level: must be one of debug, info, warn, error, off, not 'loud'")]
    [InlineData("log: { level: [info] }", "line 1, log.level: must be one value")]
    [InlineData("log:\n  retention_days: 0", "line 2, log.retention_days: must be a whole number from 1 to 3650, not '0'")]
    [InlineData("log: { retention_days: 1e3 }", "must be a whole number from 1 to 3650, not '1e3'")]
    [InlineData("log: { retention_days: 99999999999999999999 }", "must be a whole number from 1 to 3650")]
    [InlineData("database:", "line 1, database: must be one value")]
    [InlineData("database: folder/", "line 1, database: must be a file")]
    [InlineData("database: Host=db;Database=x;Colour=red", "has a keyword 'colour' that is not known")]
    [InlineData("database: Host=db;Database=x;Port=many", "has a keyword 'port' that is not known or whose value does not fit")]
    [InlineData("database: Database=x", "must name Host and Database")]
    [InlineData("database: =", "must be a connection of KEYWORD=VALUE")]
    [InlineData("- a", "line 1: must be keys with values")]
    [InlineData("a: {", ": the file is not valid YAML")]
    [InlineData("log: { level: info }\nlog: { level: info }", "the file is not valid YAML")]
    [InlineData("a: 1\n---\nb: 2", "this file has several")]
    public async Task A_bad_file_is_answered_with_key_file_and_line(string yaml, string expected)
    {
        _run.Write("secretmagic.yaml", yaml);
        (await _run.Run("settings", "show")).ShouldBe(2);
        _run.Errors.ShouldContain(expected);
        _run.Errors.ShouldNotContain("   at ");
        _run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_wrong_is_named_at_once()
    {
        _run.Write("secretmagic.yaml", "a: 1\nlog: { level: loud, retention_days: x }\n");
        _run.Environment["SECRETMAGIC_LOG_LEVEL"] = "shy";
        _run.Environment["SECRETMAGIC_DATABSE"] = "x.db";
        _run.Environment["OTHER"] = "is not ours";
        (await _run.Run("settings", "show", "--store", "folder/")).ShouldBe(2);
        string[] places =
        [
            "line 1, a:", "line 2, log.level:", "line 2, log.retention_days:", "environment, SECRETMAGIC_DATABSE:", "environment, SECRETMAGIC_LOG_LEVEL:",
            "--store:",
        ];
        var lines = _run.Errors.TrimEnd().Split('\n');
        lines.Length.ShouldBe(places.Length, _run.Errors);
        lines.Zip(places).ShouldAllBe(pair => pair.First.StartsWith("secretmagic: ") && pair.First.Contains(pair.Second));
    }

    [Fact]
    public async Task The_file_of_a_secret_comes_before_its_variable_and_only_its_place_is_shown()
    {
        _run.Environment["SECRETMAGIC_DATABASE_PASSWORD"] = Password;
        (await Shown())[^2].ShouldBe("database_password = set (environment SECRETMAGIC_DATABASE_PASSWORD)");
        _run.Write("secrets/database_password", Password + "\n");
        (await Shown())[^2].ShouldBe($"database_password = set ({Secret})");
        string[][] commands = [["settings", "show"], ["settings", "show", "--json"], ["settings", "show", "--help"], ["settings", "--store", "folder/", "show"]];
        foreach (var command in commands)
        {
            await _run.Run(command);
            (_run.Output + _run.Errors).ShouldNotContain(Password);
        }
    }

    [Theory]
    [InlineData("", "the secret is empty")]
    [InlineData("\n", "the secret is empty")]
    [InlineData(null, "a secret has at most 4096 bytes")]
    public async Task A_secret_that_cannot_be_one_is_refused(string? content, string expected)
    {
        _run.Write("secrets/database_password", content ?? new string('x', 5_000));
        (await _run.Run("settings", "show")).ShouldBe(2);
        _run.Errors.ShouldContain($"{Secret}: {expected}");
        _run.Errors.ShouldNotContain("xxx");
    }

    [Theory]
    [InlineData($"Host=db;Database=x;Password={Password}")]
    [InlineData($"Host=db;Database=x;pwd={Password};Colour=red")]
    [InlineData($"postgres://user:{Password}@db/x")]
    [InlineData($"Host=db;{Password}")]
    public async Task A_connection_with_a_password_is_refused_without_repeating_it(string connection)
    {
        _run.Write("secretmagic.yaml", $"database: \"{connection}\"");
        _run.Environment["SECRETMAGIC_DATABASE"] = connection;
        (await _run.Run("settings", "show", "--store", connection)).ShouldBe(2);
        _run.Errors.TrimEnd().Split('\n').Length.ShouldBe(3, _run.Errors);
        foreach (var word in Password.Split(' ')) _run.Errors.ShouldNotContain(word);
    }

    private string Secret => Path.Combine(_run.PathOf("secrets"), "database_password");

    private async Task<string[]> Shown(params string[] options)
    {
        (await _run.Run(["settings", "show", "--json", .. options])).ShouldBe(0, _run.Errors);
        using var rows = JsonDocument.Parse(_run.Output);
        return [.. rows.RootElement.EnumerateArray().Select(row => $"{row.GetProperty("key")} = {row.GetProperty("value")} ({row.GetProperty("source")})")];
    }
}
