using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Api;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Integration.Cli;

namespace SecretMagic.Integration.Api;

/// <summary>What holds for every endpoint there is, also for those that are added.</summary>
public sealed partial class AccessTests : IAsyncLifetime
{
    private ApiSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await ApiSite.Start(null, Token);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Nothing_is_told_without_a_key_that_is_valid()
    {
        var wrong = _site.Admin[..^1] + (_site.Admin[^1] == 'A' ? 'B' : 'A');
        foreach (var (method, path, _) in Guarded())
            foreach (var key in (string?[])[null, "nonsense", wrong, "sm_0123456789ab_" + new string('a', 43)])
                (await _site.Problem(method, path, key, null, Token)).ShouldBe((401, "key-missing"), $"{method} {path}");
    }

    [Fact]
    public async Task A_role_that_is_too_small_is_refused_whatever_the_client()
    {
        await _site.Register("acme", Token);
        var keys = new Dictionary<KeyRole, string> { [KeyRole.Operator] = await _site.Key("reader", Token), [KeyRole.Admin] = await _site.Key("operator", Token) };
        var refused = 0;
        foreach (var (method, path, needs) in Guarded())
        {
            if (!keys.TryGetValue(needs.Role, out var key)) continue;
            (await _site.Problem(method, path, key, null, Token)).ShouldBe((403, "role-missing"), $"{method} {path}");
            refused++;
        }

        refused.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_client_outside_the_scope_of_a_key_is_answered_as_one_that_does_not_exist()
    {
        await _site.Register("acme", Token);
        await _site.Register("other", Token);
        var key = await _site.Key("admin", Token, "other");
        var walked = 0;
        foreach (var (method, path, needs) in Guarded())
        {
            if (needs.AllClients)
                (await _site.Problem(method, path, key, null, Token)).ShouldBe((403, "scope-missing"), $"{method} {path}");
            if (!path.Contains("acme", StringComparison.Ordinal)) continue;
            walked++;
            var (response, hidden) = await _site.Send(method, path, key, null, Token);
            ((int)response.StatusCode).ShouldBe(404, $"{method} {path}");
            var (_, absent) = await _site.Send(method, path.Replace("acme", "acne", StringComparison.Ordinal), key, null, Token);
            Bare($"{hidden}").ShouldBe(Bare($"{absent}").Replace("acne", "acme", StringComparison.Ordinal), $"{method} {path}");
        }

        walked.ShouldBeGreaterThan(10);
        (await _site.Problem("GET", "/api/v1/audit?client=acme", key, null, Token)).ShouldBe((404, "client-unknown"));
        (await _site.Problem("GET", "/api/v1/logs?client=acme", key, null, Token)).ShouldBe((404, "client-unknown"));
        (await _site.Problem("GET", "/api/v1/audit", key, null, Token)).ShouldBe((403, "scope-missing"));
        var (_, clients) = await _site.Send("GET", "/api/v1/clients", key, null, Token);
        clients.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ShouldBe(["other"]);
    }

    [Fact]
    public async Task The_document_has_every_endpoint_with_a_summary_and_its_security()
    {
        var (_, document) = await _site.Send("GET", "/openapi/v1.json", null, null, Token);
        var written = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value))).ToArray();
        var mapped = Mapped().Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null).ToArray();
        written.Select(operation => operation.Name).ShouldBe(
            mapped.Select(endpoint => $"{Method(endpoint)} /{endpoint.RoutePattern.RawText!.Trim('/')}"), ignoreOrder: true);
        foreach (var (name, operation) in written)
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(name);
            operation.TryGetProperty("security", out _).ShouldBe(name.Contains("/api/", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void Every_refusal_of_the_domain_has_its_problem()
    {
        var codes = Directory.EnumerateFiles(Path.Combine(SecretMagicRun.Checkout, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Cli{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Refusal().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value)).Distinct().ToArray();
        codes.Length.ShouldBeGreaterThan(40);
        codes.Except(ProblemKind.All.Select(kind => kind.Code)).ShouldBeEmpty();
        ProblemKind.All.Select(kind => kind.Code).ShouldBeUnique();
    }

    [Fact]
    public async Task A_request_that_runs_is_finished_when_the_process_ends()
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(_site.Http.BaseAddress!.Host, _site.Http.BaseAddress.Port, Token);
        const string body = """{"id":"late","name":"Late"}""";
        var head = $"POST /api/v1/clients HTTP/1.1\r\nHost: x\r\nX-Api-Key: {_site.Admin}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
        var stream = caller.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Token);
        // The server asks for the body when the endpoint reads it: the request runs.
        var answer = new byte[4_096];
        var read = await stream.ReadAsync(answer, Token);
        Encoding.ASCII.GetString(answer, 0, read).ShouldStartWith("HTTP/1.1 100");
        var ending = _site.Host.DisposeAsync().AsTask();
        await ApiSite.Until(async () => !await Connects(), Token);
        ending.IsCompleted.ShouldBeFalse();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(body), Token);
        using var rest = new StreamReader(stream);
        (await rest.ReadToEndAsync(Token)).ShouldContain("HTTP/1.1 201");
        await ending;
    }

    private async Task<bool> Connects()
    {
        try
        {
            using var other = new TcpClient();
            await other.ConnectAsync(_site.Http.BaseAddress!.Host, _site.Http.BaseAddress.Port, Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private IEnumerable<(string Method, string Path, Needs Needs)> Guarded() => Mapped()
        .Where(endpoint => endpoint.Metadata.GetMetadata<EndpointRules.OpenEndpoint>() is null)
        .Select(endpoint => (Method(endpoint), PathOf(endpoint), Guard.NeedsOf(endpoint)));

    private IEnumerable<RouteEndpoint> Mapped() => _site.Host.Endpoints.OfType<RouteEndpoint>();

    private static string Method(RouteEndpoint endpoint) => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0];

    private static string PathOf(RouteEndpoint endpoint) => "/" + Parameter().Replace(
        endpoint.RoutePattern.RawText!.Trim('/'), match => match.Groups["name"].Value switch { "client" => "acme", "type" => "ema", "work" => "features", _ => "x" });

    private static string Bare(string problem) => TraceId().Replace(problem, "");

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex("\"traceId\":\\s*\"[0-9a-f]+\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TraceId();

    [GeneratedRegex("""(Reject(ed)?\("(?<code>[a-z]+(-[a-z]+)*)"|new\("(?<code>[a-z]+(-[a-z]+)+)", \$?"[A-Z{])""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refusal();
}
