using System.Text.Json;
using SecretMagic.Integration.Journal;

namespace SecretMagic.Integration.Api;

/// <summary>What the API promises, on each store.</summary>
public abstract class ApiContract : IAsyncLifetime
{
    private const string Clients = "/api/v1/clients";
    private static readonly object Lags = new { lags = new[] { 7 } };
    private ApiSite _site = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract Task<string?> Database();

    public async ValueTask InitializeAsync() => _site = await ApiSite.Start(await Database(), Token);

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_client_is_registered_shown_changed_and_listed_by_the_page()
    {
        foreach (var id in (string[])["b", "a", "c"]) await _site.Register(id, Token);
        var (shown, client) = await _site.Send("GET", $"{Clients}/a", _site.Admin, null, Token);
        client.GetProperty("name").GetString().ShouldBe("Name of a");
        var version = shown.Headers.ETag!.Tag;
        (await _site.Done("PATCH", $"{Clients}/a", new { name = "Else" }, Token, ("If-Match", version))).GetProperty("changed").GetBoolean().ShouldBeTrue();
        (await _site.Problem("PATCH", $"{Clients}/a", _site.Admin, new { name = "Again" }, Token, ("If-Match", version))).ShouldBe((412, "version-changed"));
        (await _site.Problem("PATCH", $"{Clients}/a", _site.Admin, new { name = "x", status = "suspended" }, Token)).ShouldBe((422, "value-refused"));
        await _site.Done("PATCH", $"{Clients}/b", new { status = "suspended" }, Token);
        await _site.Done("PATCH", $"{Clients}/b", new { contacts = new { email = "kim@b.example" } }, Token);
        var first = await _site.Done("GET", $"{Clients}?limit=2", null, Token);
        Ids(first).ShouldBe(["a", "b"]);
        Ids(await _site.Done("GET", $"{Clients}?limit=2&cursor={first.GetProperty("next").GetString()}", null, Token)).ShouldBe(["c"]);
        Ids(await _site.Done("GET", $"{Clients}?status=suspended", null, Token)).ShouldBe(["b"]);
        (await _site.Problem("POST", Clients, _site.Admin, new { id = "a", name = "A" }, Token)).ShouldBe((409, "client-exists"));
        (await _site.Problem("GET", $"{Clients}?cursor=zz", _site.Admin, null, Token)).ShouldBe((422, "value-refused"));
    }

    [Fact]
    public async Task A_command_under_the_same_idempotency_key_is_done_once()
    {
        object body = new { id = "acme", name = "Acme" };
        var (first, _) = await _site.Send("POST", Clients, _site.Admin, body, Token, ("Idempotency-Key", "wish-1"));
        ((int)first.StatusCode).ShouldBe(201);
        first.Headers.GetValues("Command-Id").ShouldBe(["wish-1"]);
        var (second, answer) = await _site.Send("POST", Clients, _site.Admin, body, Token, ("Idempotency-Key", "wish-1"));
        ((int)second.StatusCode).ShouldBe(200);
        second.Headers.GetValues("Idempotent-Replay").ShouldBe(["true"]);
        answer.GetProperty("version").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Configurations_are_versions_that_are_replaced_only_by_who_looked_at_them()
    {
        await _site.Register("acme", Token);
        const string lag = $"{Clients}/acme/configs/lag";
        await _site.Done("PUT", lag, Lags, Token);
        (await _site.Problem("PUT", lag, _site.Admin, Lags, Token)).ShouldBe((428, "version-missing"));
        var (shown, _) = await _site.Send("GET", lag, _site.Admin, null, Token);
        var version = shown.Headers.ETag!.Tag;
        await _site.Done("PUT", lag, new { lags = new[] { 7, 14 } }, Token, ("If-Match", version));
        (await _site.Problem("PUT", lag, _site.Admin, Lags, Token, ("If-Match", version))).ShouldBe((412, "version-changed"));
        (await _site.Done("GET", $"{lag}/versions", null, Token)).GetArrayLength().ShouldBe(2);
        (await _site.Done("GET", $"{lag}/diff", null, Token)).GetProperty("differences")[0].GetProperty("path").GetString().ShouldBe("lags");
        await _site.Done("POST", $"{lag}/restore", new { version = 1 }, Token);
        await _site.Done("PUT", $"{Clients}/acme/configs/bom", new { max_levels = 7 }, Token);
        var revision = (await _site.Done("GET", $"{Clients}/acme/configs", null, Token)).GetProperty("revision").GetInt32();
        (await _site.Problem("POST", $"{Clients}/acme/confirmation", _site.Admin, new { revision = revision - 1 }, Token)).ShouldBe((412, "revision-changed"));
        await _site.Done("POST", $"{Clients}/acme/confirmation", new { revision }, Token);
        await _site.Done("DELETE", lag, null, Token);
        (await _site.Problem("GET", lag, _site.Admin, null, Token)).ShouldBe((404, "config-unknown"));
        (await _site.Problem("PUT", $"{Clients}/acme/configs/emma", _site.Admin, Lags, Token)).ShouldBe((422, "value-refused"));
    }

    [Fact]
    public async Task Schedules_and_sources_are_chosen_and_the_audit_tells_who_did_by_the_page()
    {
        await _site.Register("acme", Token);
        await _site.Done("PUT", "/api/v1/schedules/bom", new { schedule = "daily 03:00" }, Token);
        await _site.Done("PUT", $"{Clients}/acme/schedules/features", new { schedule = "every 15m" }, Token);
        (await _site.Done("GET", "/api/v1/schedules", null, Token)).GetArrayLength().ShouldBe(2);
        (await _site.Done("GET", $"{Clients}/acme/schedules", null, Token))[0].GetProperty("schedule").GetString().ShouldBe("every 15m");
        (await _site.Problem("PUT", $"{Clients}/acme/schedules/features", _site.Admin, new { schedule = "often" }, Token)).ShouldBe((422, "value-refused"));
        await _site.Done("DELETE", $"{Clients}/acme/schedules/features", null, Token);
        await _site.Done("DELETE", "/api/v1/schedules/bom", null, Token);
        (await _site.Problem("DELETE", "/api/v1/schedules/bom", _site.Admin, null, Token)).ShouldBe((404, "not-scheduled"));
        object Source(string input) => new { options = new { input, features = "upload:f.yaml" } };
        foreach (var name in (string[])["s.csv", "f.yaml"])
        {
            using var content = new StringContent("a\n1\n");
            using var upload = new HttpRequestMessage(HttpMethod.Put, $"{Clients}/acme/uploads/{name}") { Content = content };
            upload.Headers.Add("X-Api-Key", _site.Admin);
            (await _site.Http.SendAsync(upload, Token)).IsSuccessStatusCode.ShouldBeTrue(name);
        }

        (await _site.Problem("PUT", $"{Clients}/acme/sources/features", _site.Admin, Source("/etc/passwd"), Token)).ShouldBe((422, "order"));
        (await _site.Problem("PUT", $"{Clients}/acme/sources/features", _site.Admin, Source("upload:other.csv"), Token)).ShouldBe((404, "upload-unknown"));
        await _site.Done("PUT", $"{Clients}/acme/sources/features", Source("upload:s.csv"), Token);
        (await _site.Done("GET", $"{Clients}/acme/sources", null, Token))[0].GetProperty("options").GetProperty("input").GetString().ShouldBe("upload:s.csv");
        var whole = await _site.Done("GET", "/api/v1/audit?client=acme", null, Token);
        whole.GetProperty("items")[0].GetProperty("who").GetString().ShouldBe("key:bootstrap");
        var paged = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _site.Done("GET", $"/api/v1/audit?client=acme&limit=1{cursor}", null, Token);
            paged.Add(page.GetProperty("items")[0].GetProperty("what").GetString()!);
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : null;
        }

        paged.ShouldBe(whole.GetProperty("items").EnumerateArray().Select(change => change.GetProperty("what").GetString()!));
        await _site.Done("GET", "/api/v1/logs?client=acme", null, Token);
    }

    [Fact]
    public async Task A_key_is_shown_once_rotated_and_ends_when_it_is_revoked()
    {
        object body = new { name = "till", role = "reader", all_clients = true };
        var (issued, answer) = await _site.Send("POST", "/api/v1/keys", _site.Admin, body, Token, ("Idempotency-Key", "k1"));
        ((int)issued.StatusCode).ShouldBe(201);
        var (id, key) = (answer.GetProperty("id").GetString(), answer.GetProperty("key").GetString());
        (await _site.Problem("POST", "/api/v1/keys", _site.Admin, body, Token, ("Idempotency-Key", "k1"))).ShouldBe((409, "key-issued"));
        ((int)(await _site.Send("GET", Clients, key, null, Token)).Response.StatusCode).ShouldBe(200);
        var newer = (await _site.Done("POST", $"/api/v1/keys/{id}/rotation", new { overlap_hours = 1 }, Token)).GetProperty("key").GetString();
        foreach (var open in (string?[])[key, newer]) ((int)(await _site.Send("GET", Clients, open, null, Token)).Response.StatusCode).ShouldBe(200);
        await _site.Done("DELETE", $"/api/v1/keys/{id}", null, Token);
        (await _site.Problem("GET", Clients, key, null, Token)).ShouldBe((401, "key-missing"));
        var listed = await _site.Done("GET", "/api/v1/keys", null, Token);
        listed.GetArrayLength().ShouldBe(3);
        var audit = await _site.Done("GET", "/api/v1/audit", null, Token);
        var logs = await _site.Done("GET", "/api/v1/logs", null, Token);
        foreach (var text in (string[])[$"{listed}", $"{audit}", $"{logs}"])
            foreach (var secret in (string?[])[key, newer, _site.Admin]) text.ShouldNotContain(secret![^43..]);
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_problem_that_names_the_place()
    {
        var (response, problem) = await _site.Send("POST", Clients, _site.Admin, "{\n  \"id\": \"a\",,\n}", Token);
        ((int)response.StatusCode).ShouldBe(400);
        problem.GetProperty("detail").GetString()!.ShouldContain("line 2, byte 1");
        (await _site.Problem("POST", Clients, _site.Admin, new { id = "a", name = "A", color = "red" }, Token)).ShouldBe((400, "body-malformed"));
        (await _site.Problem("POST", Clients, _site.Admin, new { id = "a" }, Token)).ShouldBe((400, "body-malformed"));
        (await _site.Problem("POST", Clients, _site.Admin, new { id = "A B", name = "A" }, Token)).ShouldBe((422, "value-refused"));
        (await _site.Problem("GET", "/nowhere", null, null, Token)).ShouldBe((404, "path-unknown"));
        (await _site.Problem("POST", "/health", null, null, Token)).ShouldBe((405, "method-not-allowed"));
        (await _site.Problem("GET", $"{Clients}?limit=0", _site.Admin, null, Token)).ShouldBe((422, "value-refused"));
        using var plain = new HttpRequestMessage(HttpMethod.Post, Clients) { Content = new StringContent("id=a") };
        plain.Headers.Add("X-Api-Key", _site.Admin);
        ((int)(await _site.Http.SendAsync(plain, Token)).StatusCode).ShouldBe(415);
    }

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());
}

public sealed class SqliteApiTests : ApiContract
{
    private protected override Task<string?> Database() => Task.FromResult<string?>(null);
}

public sealed class PostgresApiTests(PostgresServer server) : ApiContract
{
    private protected override async Task<string?> Database() => await server.NewDatabase(Token);
}
