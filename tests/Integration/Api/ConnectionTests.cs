using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using SecretMagic.Api;
using SecretMagic.Integration.Cli;
using SecretMagic.Integration.Journal;

namespace SecretMagic.Integration.Api;

/// <summary>Callers, databases and ends of the process as they come.</summary>
public sealed class ConnectionTests
{
    private const string Clients = "/api/v1/clients";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_that_is_too_large_is_a_problem_whether_its_length_is_said_or_not()
    {
        await using var site = await ApiSite.Start(null, Token, ("SECRETMAGIC_API_MAX_BODY_MB", "1"));
        await site.Register("acme", Token);
        foreach (var isChunked in (bool[])[false, true])
        {
            foreach (var (method, path, type) in ((string, string, string)[])
                [("POST", Clients, "application/json"), ("PUT", $"{Clients}/acme/uploads/a.csv", "text/csv")])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "X-Api-Key", site.Admin } } };
                request.Headers.TransferEncodingChunked = isChunked;
                request.Content = new StringContent($"\"{new string('x', 2 << 20)}\"", Encoding.UTF8, type);
                using var response = await site.Http.SendAsync(request, Token);
                ((int)response.StatusCode).ShouldBe(413, $"{method} {path} {isChunked}");
                (await response.Content.ReadAsStringAsync(Token)).ShouldContain("body-too-large");
            }
        }

        (await site.Done("GET", $"{Clients}/acme/uploads", null, Token)).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_path_that_is_no_path_is_refused_and_the_server_goes_on()
    {
        await using var site = await ApiSite.Start(null, Token);
        foreach (var path in (string[])["/api/v1/clients/%00", "/api/v1/clients/a%00b/series", "/%2e%2e/%00"])
        {
            using var caller = await Connect(site.Http.BaseAddress!);
            await Write(caller, $"GET {path} HTTP/1.1\r\nHost: x\r\nX-Api-Key: {site.Admin}\r\n\r\n");
            (await Rest(caller)).ShouldStartWith("HTTP/1.1 400 ");
        }

        (await site.Done("GET", Clients, null, Token)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_body_that_trickles_is_cut_and_told_so()
    {
        await using var site = await ApiSite.StartImpatient(Token);
        using var caller = await Connect(site.Http.BaseAddress!);
        await Write(
            caller, $"POST {Clients} HTTP/1.1\r\nHost: x\r\nX-Api-Key: {site.Admin}\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{{\"id\"");
        var answer = await Rest(caller);
        answer.ShouldStartWith("HTTP/1.1 408 ");
        answer.ShouldContain("body-slow");
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_and_found_again()
    {
        await using var server = new PostgresServer();
        await using var site = await ApiSite.Start(await server.NewDatabase(Token), Token);
        await site.Register("acme", Token);
        await server.Stop(Token);
        (await site.Problem("GET", $"{Clients}/acme/uploads", site.Admin, null, Token)).ShouldBe((503, "store-away"));
        (await site.Problem("PATCH", $"{Clients}/acme", site.Admin, new { name = "B" }, Token)).ShouldBe((503, "store-away"));
        (await site.Problem("GET", Clients, site.Admin, null, Token)).ShouldBe((503, "store-away"));
        (await site.Problem("GET", "/ready", null, null, Token)).ShouldBe((503, "not-ready"));
        ((int)(await site.Http.GetAsync("/health", Token)).StatusCode).ShouldBe(200);
        await server.StartAgain(Token);
        await ApiSite.Until(async () => (await site.Http.GetAsync("/ready", Token)).IsSuccessStatusCode, Token);
        await ApiSite.Until(
            async () => (await site.Send("POST", Clients, site.Admin, new { id = "b", name = "B" }, Token, ("Idempotency-Key", "b"))).Response.IsSuccessStatusCode,
            Token);
    }

    [Fact]
    public async Task A_key_that_another_process_revokes_opens_nothing_within_the_time_that_is_promised()
    {
        await using var site = await ApiSite.Start(null, Token);
        var key = await site.Key("reader", Token);
        ((int)(await site.Send("GET", Clients, key, null, Token)).Response.StatusCode).ShouldBe(200);
        using var run = new SecretMagicRun();
        await run.Done($"keys revoke {key.Split('_')[1]} --store {Path.Combine(site.Folder, "m.db")}");
        var revoked = Stopwatch.StartNew();
        await ApiSite.Until(async () => (int)(await site.Send("GET", Clients, key, null, Token)).Response.StatusCode == 401, Token);
        revoked.Elapsed.ShouldBeLessThan(KeyRing.Fresh + TimeSpan.FromSeconds(1));
        ((int)(await site.Send("GET", Clients, site.Admin, null, Token)).Response.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task A_signal_to_end_lets_requests_that_run_be_answered()
    {
        using var run = new SecretMagicRun();
        using var program = OtherProcess.SecretMagic(run.Folder, ["serve", "--store", run.PathOf("m.db"), "--urls", "http://127.0.0.1:0", "--no-worker"]);
        try
        {
            string? url = null, key = null;
            while (await program.StandardError.ReadLineAsync(Token).AsTask().WaitAsync(Deadline, Token) is { } line && line != "ready")
            {
                if (line.StartsWith("open ", StringComparison.Ordinal)) (url, key) = (line[5..].Split("/#key=")[0], line.Split("/#key=")[1]);
            }

            const string body = """{"id":"late","name":"Late"}""";
            using var caller = await Connect(new Uri(url!));
            await Write(
                caller, $"POST {Clients} HTTP/1.1\r\nHost: x\r\nX-Api-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n"
                + "Expect: 100-continue\r\nConnection: close\r\n\r\n");
            // The server asks for the body when the endpoint reads it: the request runs.
            var begun = new byte[4_096];
            Encoding.ASCII.GetString(begun, 0, await caller.GetStream().ReadAsync(begun, Token)).ShouldStartWith("HTTP/1.1 100");
            program.Signal("TERM");
            await ApiSite.Until(async () => !await Connects(new Uri(url!)), Token);
            await Write(caller, body);
            (await Rest(caller)).ShouldContain("HTTP/1.1 201");
            await program.WaitForExitAsync(Token).WaitAsync(Deadline, Token);
            program.ExitCode.ShouldBe(0);
        }
        finally
        {
            if (!program.HasExited) program.Kill();
        }
    }

    [Fact]
    public async Task Head_is_answered_as_get_without_a_body()
    {
        await using var site = await ApiSite.Start(null, Token);
        await site.Register("acme", Token);
        foreach (var path in (string[])["/", "/health", "/ready", "/metrics", "/openapi/v1.json", Clients, $"{Clients}/acme", $"{Clients}/nobody", "/nowhere"])
        {
            using var get = await Plain(site, HttpMethod.Get, path);
            using var head = await Plain(site, HttpMethod.Head, path);
            head.StatusCode.ShouldBe(get.StatusCode, path);
            head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType, path);
            head.Headers.ETag.ShouldBe(get.Headers.ETag, path);
            (await head.Content.ReadAsByteArrayAsync(Token)).ShouldBeEmpty(path);
        }

        ((int)(await site.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, Clients), Token)).StatusCode).ShouldBe(401);
        ((int)(await Plain(site, HttpMethod.Head, "/api/v1/bom/explode")).StatusCode).ShouldBe(405);
        var (refused, _) = await site.Send("POST", "/health", null, null, Token);
        refused.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
        await RecipeSite.Confirmed(site, "cafe", Token, ("bom", "/data/bom.csv"), ("demand", "/data/demand.csv"));
        await site.Done("POST", $"{Clients}/cafe/batches", new { work = "bom", id = "b1" }, Token);
        // A stream of events would not end by itself.
        using var events = await Plain(site, HttpMethod.Head, "/api/v1/batches/b1/events");
        events.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
    }

    private static async Task<HttpResponseMessage> Plain(ApiSite site, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "X-Api-Key", site.Admin } } };
        return await site.Http.SendAsync(request, Token);
    }

    private static async Task<TcpClient> Connect(Uri url)
    {
        var caller = new TcpClient();
        await caller.ConnectAsync(url.Host, url.Port, Token);
        return caller;
    }

    private static async Task<bool> Connects(Uri url)
    {
        try
        {
            using var other = await Connect(url);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static ValueTask Write(TcpClient caller, string text) => caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Token);

    private static async Task<string> Rest(TcpClient caller)
    {
        using var reader = new StreamReader(caller.GetStream(), leaveOpen: true);
        return await reader.ReadToEndAsync(Token).WaitAsync(Deadline, Token);
    }
}
