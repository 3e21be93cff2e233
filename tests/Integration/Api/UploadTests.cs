using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SecretMagic.Integration.Cli;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Integration.Api;

/// <summary>Files that clients upload, and what is computed from them and from rows of a request.</summary>
public sealed class UploadTests : IAsyncLifetime
{
    private const string Acme = "/api/v1/clients/acme";
    private const string Definition = "feature_set: demand_v1\nfrequency: 1d\nfeatures:\n- {type: lag, lags: [1, 7]}\n- {type: ma, windows: [7]}\n";
    private const string Process = "/api/v1/features/process";
    private ApiSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static object[] Days => [.. Enumerable.Range(1, 20).Select(day => new { series_id = "a", timestamp = $"2026-01-{day:00}", target = day + 0.25 })];

    public async ValueTask InitializeAsync()
    {
        _site = await ApiSite.StartWithWorker(Token);
        await _site.Confirmed("acme", Token);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task An_upload_is_taken_whole_replaced_listed_read_and_removed()
    {
        await Put("sales-1.csv", "one");
        (await Put("sales-1.csv", "three")).GetProperty("bytes").GetInt64().ShouldBe(5);
        await Put("a.parquet", "x");
        (await _site.Done("GET", $"{Acme}/uploads", null, Token)).EnumerateArray().Select(file => file.GetProperty("name").GetString()).ShouldBe(["a.parquet", "sales-1.csv"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Acme}/uploads/sales-1.csv") { Headers = { { "X-Api-Key", _site.Admin } } };
        using var response = await _site.Http.SendAsync(request, Token);
        (await response.Content.ReadAsStringAsync(Token)).ShouldBe("three");
        await _site.Send("DELETE", $"{Acme}/uploads/sales-1.csv", _site.Admin, null, Token);
        (await _site.Problem("GET", $"{Acme}/uploads/sales-1.csv", _site.Admin, null, Token)).ShouldBe((404, "upload-unknown"));
        Directory.EnumerateFileSystemEntries(Path.Combine(_site.Store.Lake.Root, "c_acme", "uploads"), ".*").ShouldBeEmpty();
    }

    [Fact]
    public async Task No_name_leaves_the_folder_of_the_client()
    {
        foreach (var evil in (string[])["..%2f..%2fm.csv", "%2e%2e%2fx.csv", "..\\x.csv", "%2Fetc%2Fpasswd.csv", "x.csv%00", "x.exe", ".csv", "'.csv", "\".csv", "con.csv", "A.csv", new string('a', 200) + ".csv"])
        {
            foreach (var method in (string[])["PUT", "GET", "DELETE"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), $"{Acme}/uploads/{evil}") { Headers = { { "X-Api-Key", _site.Admin } } };
                if (method == "PUT") request.Content = new StringContent("x");
                using var response = await _site.Http.SendAsync(request, Token);
                ((int)response.StatusCode).ShouldBeInRange(400, 499, $"{method} {evil}");
            }

            foreach (var written in (string[])[Uri.UnescapeDataString(evil), $"upload:{evil}", "/etc/passwd"])
                (await _site.Send("POST", Process, _site.Admin, new { client = "acme", definition = Definition, upload = written }, Token))
                    .Response.IsSuccessStatusCode.ShouldBeFalse(written);
        }

        Directory.Exists(Path.Combine(_site.Store.Lake.Root, "c_acme", "uploads")).ShouldBeFalse();
    }

    [Fact]
    public async Task Rows_of_a_request_and_a_batch_over_them_have_the_same_features()
    {
        var direct = await _site.Done("POST", Process, new { client = "acme", definition = Definition, rows = Days }, Token);
        direct.GetProperty("rows")[7].GetProperty("lag_7").GetDouble().ShouldBe(1.25);
        var (response, queued) = await _site.Send(
            "POST", Process, _site.Admin, new { client = "acme", definition = Definition, rows = Days }, Token, ("Prefer", "respond-async"), ("Idempotency-Key", "wish"));
        ((int)response.StatusCode).ShouldBe(202);
        response.Headers.Location!.ToString().ShouldEndWith(queued.GetProperty("batch").GetString()!);
        await ApiSite.Until(async () => (await Results()).GetArrayLength() == 1, Token);
        (await Results())[0].GetProperty("batch").GetString().ShouldBe(queued.GetProperty("batch").GetString());
        (await _site.Done("GET", $"{Acme}/results/demand_v1/rows", null, Token)).GetRawText().ShouldBe(direct.GetRawText());
        var (again, _) = await _site.Send(
            "POST", Process, _site.Admin, new { client = "acme", definition = Definition, rows = Days }, Token, ("Prefer", "respond-async"), ("Idempotency-Key", "wish"));
        again.Headers.GetValues("Idempotent-Replay").ShouldBe(["true"]);

        var picked = await _site.Done("GET", $"{Acme}/results/demand_v1/rows?series=a&from=2026-01-08&to=2026-01-09&columns=lag_7", null, Token);
        picked.GetProperty("rows").GetRawText().ShouldBe(
            """[{"series_id":"a","timestamp":"2026-01-08","lag_7":1.25},{"series_id":"a","timestamp":"2026-01-09","lag_7":2.25}]""");
        foreach (var evil in (string[])["'", "a'%20OR%20'1'='1", "%22", "a%00", ";DROP%20TABLE%20picked"])
        {
            (await _site.Done("GET", $"{Acme}/results/demand_v1/rows?series={evil.Replace("%00", "", StringComparison.Ordinal)}x", null, Token))
                .GetProperty("rows").GetArrayLength().ShouldBe(0);
            foreach (var path in (string[])[$"demand_v1/rows?columns={evil}", $"demand_v1/rows?from={evil}", $"demand_v1/rows?limit={evil}", $"{evil}/rows", "..%2fx/rows", "%2e%2e/rows"])
                ((int)(await Get($"{Acme}/results/{path}")).StatusCode).ShouldBeInRange(400, 499, path);
        }
    }

    [Fact]
    public async Task An_upload_of_lines_is_processed_by_a_batch_and_stays_as_it_was_queued()
    {
        await Put("sales.ndjson", string.Join('\n', Days.Select(day => JsonSerializer.Serialize(day))));
        var (response, _) = await _site.Send("POST", Process, _site.Admin, new { client = "acme", definition = Definition, upload = "sales.ndjson" }, Token);
        ((int)response.StatusCode).ShouldBe(202);
        await ApiSite.Until(async () => (await Results()).GetArrayLength() == 1, Token);
        (await _site.Done("GET", $"{Acme}/results/demand_v1/rows", null, Token)).GetProperty("rows").GetArrayLength().ShouldBe(20);
        await ApiSite.Until(() => Task.FromResult(!Directory.EnumerateDirectories(Path.Combine(_site.Store.Lake.Root, "c_acme", "uploads"), ".*").Any()), Token);
        await Verified(0, "equal, bit for bit");
        (await _site.Problem("POST", Process, _site.Admin, new { client = "acme", definition = Definition, upload = "other.csv" }, Token)).ShouldBe((404, "upload-unknown"));
        (await _site.Problem("POST", Process, _site.Admin, new { client = "acme", definition = Definition, source = true }, Token)).ShouldBe((409, "no-source"));
        (await _site.Problem("POST", Process, _site.Admin, new { client = "acme", definition = "feature_set: [", rows = Days }, Token)).ShouldBe((422, "value-refused"));
        (await _site.Problem("POST", Process, _site.Admin, new { client = "acme", rows = Days }, Token)).ShouldBe((409, "plan-missing"));
        await Put("sales.ndjson", JsonSerializer.Serialize(Days[0]));
        await Verified(1, "is not what went in");
        await _site.Send("DELETE", $"{Acme}/uploads/sales.ndjson", _site.Admin, null, Token);
        await Verified(2, "client acme has no upload sales.ndjson: upload it and try again");
    }

    [Fact]
    public async Task A_sweep_keeps_uploads_and_a_move_takes_them_along()
    {
        await Put("sales.csv", "x");
        var tenant = Domain.TenantId.Parse("acme");
        var lake = new TenantLake(_site.Store.Journal, _site.Store.Lake.Root);
        (await new LakeSweep(_site.Store.Journal, lake, TimeProvider.System).Run(tenant, TimeSpan.FromDays(-1), Token)).ShouldBe(0);
        (await new TenantMove(_site.Store.Journal, lake, null, TimeProvider.System).Run(
            tenant, Domain.Clients.TenantMode.DedicatedDb, "kim", new Progress<MoveStep>(), Token)).ShouldBeOfType<Domain.Reply.Accepted>();
        File.ReadAllText(Path.Combine(_site.Store.Lake.Root, "client_acme", "uploads", "sales.csv")).ShouldBe("x");
        Directory.Exists(Path.Combine(_site.Store.Lake.Root, "c_acme")).ShouldBeFalse();
        (await _site.Done("GET", $"{Acme}/uploads", null, Token)).GetArrayLength().ShouldBe(1);
    }

    private Task<JsonElement> Results() => _site.Done("GET", $"{Acme}/results", null, Token);

    private async Task<HttpResponseMessage> Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Api-Key", _site.Admin } } };
        return await _site.Http.SendAsync(request, Token);
    }

    private async Task Verified(int exit, string said)
    {
        using var run = new SecretMagicRun();
        run.Environment["SECRETMAGIC_LAKE_ROOT"] = _site.Store.Lake.Root;
        string[] arguments = ["verify", "--client", "acme", "--feature-set", "demand_v1", "--store", Path.Combine(_site.Folder, "m.db")];
        (await run.Run(arguments)).ShouldBe(exit, run.Errors);
        (run.Output + run.Errors).ShouldContain(said);
    }

    private async Task<JsonElement> Put(string name, string content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Acme}/uploads/{name}")
        {
            Headers = { { "X-Api-Key", _site.Admin } },
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await _site.Http.SendAsync(request, Token);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement;
        response.IsSuccessStatusCode.ShouldBeTrue($"{answer}");
        return answer;
    }
}
