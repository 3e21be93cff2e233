using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Api;
using SecretMagic.Integration.Lake;

namespace SecretMagic.Integration.Api;

/// <summary>Whatever is sent, the answer is right or a problem that is known, never a failure of the server.</summary>
public sealed class FuzzTests : IAsyncLifetime
{
    private const int Turns = 24;

    private static readonly string[] Paths =
    [
        "x", "acme", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%2E", "'%20OR%201=1--", "%22", ";", "%F0%9F%8D%9C", "%ff%fe", "%ed%a0%80", "%0a", "%20", "-1", "{}", "%25", "%252F",
        "9999999999999999999999", new('a', 3_000), "%3Cscript%3E", "upload:a.csv", "CON", "a%2Fb", "*", "bom", "features", "ema", "2026-01-01", "%7f", "%e2%80%ae",
    ];

    private static readonly string[] Values =
    [
        "", "NaN", "-1", "0", "1", "99999999999999999999", "1e308", "-1e999", "2026-13-45", "2026-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59-14:00", "null", "%00", "%ff", "true", "a,b,,c", "%F0%9F%8D%9C", "%27%3B--", new('9', 2_000), "AAAA", "Cgo", "Cg", "MQoyCjM", "%0d%0aX:%20y",
        "[]", "ZGVtbwoKCgo", "queued", "active", "info",
    ];

    private static readonly string[] Headers =
    [
        "", "*", "\"1\"", "\"99999999999999999999\"", "W/\"1\"", "text/csv", "application/json;q=nonsense", "application/vnd.apache.parquet", "text/csv;q=0", "gzip",
        "respond-async", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "x", "\u00e9\ud83c\udf5c", new('k', 300), "-1", "application/x-ndjson",
        "text/csv; charset=utf-16", "application/json; charset=latin1", "application/yaml", "a/b;;;", "sm_0123456789ab_x",
    ];

    private static readonly string[] HeaderNames =
        ["If-Match", "Idempotency-Key", "Accept", "Last-Event-ID", "Prefer", "Content-Encoding", "traceparent", "If-None-Match", "Accept-Encoding", "X-Api-Key"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, AllowAutoRedirect = false });
    private ApiSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await ApiSite.Start(null, Token, ("SECRETMAGIC_API_MAX_BODY_MB", "1"), ("SECRETMAGIC_API_RATE_LIMIT", "100000"));
        await _site.Confirmed("acme", Token);
        await _site.Register("beta", Token);
        await Given("PUT", "/api/v1/clients/acme/plan", "application/yaml", ApiExamples.Body("setPlan")!.GetValue<string>());
        await Given("POST", "/api/v1/clients/acme/rows", "text/csv", ApiExamples.Body("addRows")!.GetValue<string>());
        await Given("PUT", "/api/v1/clients/acme/uploads/bom.csv", "text/csv", ApiExamples.Body("putUpload")!.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _site.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public async Task No_input_makes_the_server_fail(int seed)
    {
        var dice = new Dice(seed);
        var (_, document) = await _site.Send("GET", "/openapi/v1.json", null, null, Token);
        var (sent, wrong) = (0, new List<string>());
        foreach (var endpoint in _site.Host.Endpoints.OfType<RouteEndpoint>().OrderBy(endpoint => endpoint.RoutePattern.RawText, StringComparer.Ordinal))
        {
            var method = endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0];
            var route = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            var queries = document.GetProperty("paths").TryGetProperty(route, out var path) && path.TryGetProperty(method.ToLowerInvariant(), out var operation)
                && operation.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "query").Select(one => one.GetProperty("name").GetString()!).ToArray()
                : [];
            var example = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is { } name ? ApiExamples.Body(name.EndpointName) : null;
            for (var turn = 0; turn < Turns; turn++)
            {
                using var request = Made(dice, method, route, queries, example, out var told);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
                patience.CancelAfter(TimeSpan.FromSeconds(60));
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                sent++;
                if (await Fault(response) is { } fault) wrong.Add($"{told}\n  -> {fault}");
            }
        }

        sent.ShouldBeGreaterThan(1_000);
        wrong.ShouldBeEmpty(string.Join('\n', wrong));
        (await _site.Http.GetAsync("/ready", Token)).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Theory]
    [InlineData("PUT", "/api/v1/clients/beta/configs/ema", "{\"#\":0.3}")]
    [InlineData("PUT", "/api/v1/clients/beta/configs/ema", "{\"alpha\":\"#\"}")]
    [InlineData("POST", "/api/v1/clients", "{\"id\":\"a\",\"name\":\"#\"}")]
    [InlineData("POST", "/api/v1/clients", "{\"#\":\"a\"}")]
    [InlineData("POST", "/api/v1/features/process", "{\"client\":\"acme\",\"rows\":[{\"series_id\":\"#\",\"timestamp\":\"2026-01-01\",\"target\":1}]}")]
    [InlineData("POST", "/api/v1/features/process", "{\"client\":\"acme\",\"rows\":[{\"series_id\":\"a\",\"timestamp\":\"2026-01-01\",\"target\":1,\"#\":1}]}")]
    [InlineData("POST", "/api/v1/clients/acme/rows", "[{\"series_id\":\"#\",\"timestamp\":\"2026-01-01\",\"target\":1}]")]
    [InlineData("POST", "/api/v1/clients/acme/rows", "[{\"series_id\":\"a\",\"timestamp\":\"2026-01-01\",\"target\":1,\"#\":1}]")]
    [InlineData("PUT", "/api/v1/clients/acme/plan", "{\"definition\":\"#\"}")]
    [InlineData("PUT", "/api/v1/clients/beta/sources/bom", "{\"options\":{\"#\":\"upload:bom.csv\"}}")]
    public async Task A_body_that_is_no_utf8_is_a_problem_wherever_it_is_broken(string method, string path, string body)
    {
        byte[] broken = [.. Encoding.ASCII.GetBytes(body).SelectMany(letter => letter == '#' ? [(byte)0xff, (byte)0xfe] : (byte[])[letter])];
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "X-Api-Key", _site.Admin } } };
        request.Content = new ByteArrayContent(broken) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await _site.Http.SendAsync(request, Token);
        ((int)response.StatusCode).ShouldBeInRange(400, 422);
        (await Fault(response)).ShouldBeNull();
    }

    /// <summary>What is wrong with an answer; null for nothing.</summary>
    private static async Task<string?> Fault(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status < 400 || response.RequestMessage!.Method == HttpMethod.Head) return null;
        var text = await response.Content.ReadAsStringAsync(Token);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return $"{status} is no problem: {text}";
        using var problem = JsonDocument.Parse(text);
        var code = problem.RootElement.GetProperty("code").GetString();
        if (code == "unexpected" || status is 500 or 504) return text;
        if (!Array.Exists(ProblemKind.All, kind => kind.Code == code)) return $"the code is not known: {text}";
        return problem.RootElement.GetProperty("status").GetInt32() == status && problem.RootElement.GetProperty("traceId").GetString()!.Length == 32
            ? text.Contains(Path.GetTempPath(), StringComparison.Ordinal) ? $"a path of the server is told: {text}" : null
            : text;
    }

    private HttpRequestMessage Made(Dice dice, string method, string route, string[] queries, JsonNode? example, out string told)
    {
        // What withdraws the confirmation is done to another client, or later requests would not come far.
        var client = route.Contains("/configs", StringComparison.Ordinal) || route.Contains("/sources", StringComparison.Ordinal) || method == "PATCH" ? "beta" : "acme";
        var path = string.Join('/', route.Split('/').Select(part => part switch
        {
            "{client}" => dice.Next(6) == 0 ? Any(dice, Paths) : client,
            _ when part.StartsWith('{') => dice.Next(3) == 0 && Usual(part) is { } usual ? usual : Any(dice, Paths),
            _ => part.Replace("{documentName}", "v1", StringComparison.Ordinal),
        }));
        var asked = string.Join('&', queries.Append("odd").Where(_ => dice.Next(2) == 0).Select(name => $"{name}={Any(dice, Values)}"));
        var url = $"{_site.Http.BaseAddress!.ToString().TrimEnd('/')}{path}{(asked.Length > 0 ? "?" + asked : "")}";
        var request = new HttpRequestMessage(new HttpMethod(dice.Next(20) == 0 ? "HEAD" : method), Raw(url));
        if (dice.Next(25) > 0) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {_site.Admin}");
        foreach (var name in HeaderNames.Where(_ => dice.Next(8) == 0)) request.Headers.TryAddWithoutValidation(name, Any(dice, Headers));
        told = $"{request.Method} {url} {request.Headers.ToString().Replace('\n', ' ').Replace(_site.Admin, "KEY", StringComparison.Ordinal)}";
        if (method is "GET" || request.Method == HttpMethod.Head) return request;
        var (type, body) = Body(dice, route, example);
        request.Content = new ByteArrayContent(body);
        if (dice.Next(10) == 0) type = Any(dice, Headers);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (dice.Next(15) == 0) request.Content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
        told += $" {type} {(body.Length > 3_000 ? $"{body.Length} bytes" : Encoding.UTF8.GetString(body))}";
        return request;
    }

    private static Uri Raw(string url) => new(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static string? Usual(string part) => part switch
    {
        "{series}" => "soup",
        "{work}" => "bom",
        "{type}" => "lag",
        "{name}" => "bom.csv",
        "{item}" => "ramen",
        _ => null,
    };

    private static (string Type, byte[] Body) Body(Dice dice, string route, JsonNode? example)
    {
        var type = example is not JsonValue ? "application/json"
            : route.EndsWith("/plan", StringComparison.Ordinal) ? dice.Next(2) == 0 ? "application/yaml" : "application/json"
            : Any(dice, [.. BodyType.All.Select(known => known.Media)]);
        var whole = Encoding.UTF8.GetBytes(example is JsonValue text ? text.GetValue<string>() : (example ?? new JsonObject()).ToJsonString());
        return (type, dice.Next(10) switch
        {
            0 => [],
            1 => whole[..dice.Next(whole.Length)],
            2 => Noise(dice, 200),
            3 => [.. "PAR1"u8, .. Noise(dice, 100), .. "PAR1"u8],
            4 => [0x1f, 0x8b, 8, 0, .. Noise(dice, 60)],
            5 => Encoding.ASCII.GetBytes(new string(dice.Next(2) == 0 ? '[' : '{', 100_000)),
            6 => Spoiled(dice, whole),
            7 when example is JsonValue => Rows(dice),
            _ when example is not null and not JsonValue => Encoding.UTF8.GetBytes(Changed(dice, example).ToJsonString()),
            _ => Rows(dice),
        });
    }

    /// <summary>One value of the body is another one.</summary>
    private static JsonNode Changed(Dice dice, JsonNode example)
    {
        var root = example.DeepClone();
        var at = root;
        while (true)
        {
            if (at is JsonArray { Count: > 0 } list)
            {
                var place = dice.Next(list.Count);
                if (list[place] is JsonObject or JsonArray && dice.Next(4) > 0) at = list[place]!;
                else
                {
                    list[place] = Odd(dice);
                    return root;
                }
            }
            else if (at is JsonObject { Count: > 0 } members)
            {
                var name = members.ElementAt(dice.Next(members.Count)).Key;
                if (members[name] is JsonObject or JsonArray && dice.Next(4) > 0) at = members[name]!;
                else
                {
                    if (dice.Next(8) == 0) members.Remove(name);
                    else members[dice.Next(12) == 0 ? "other" : name] = Odd(dice);
                    return root;
                }
            }
            else
            {
                return root;
            }
        }
    }

    private static JsonNode? Odd(Dice dice) => dice.Next(16) switch
    {
        0 => null,
        1 => JsonValue.Create(-1),
        2 => JsonValue.Create(long.MaxValue),
        3 => JsonValue.Create(double.MaxValue),
        4 => JsonNode.Parse("1e999"),
        5 => JsonValue.Create(""),
        6 => JsonValue.Create(new string('x', 5_000)),
        7 => JsonValue.Create("\0\u0001\u202e"),
        8 => JsonValue.Create("../../etc/passwd"),
        9 => new JsonArray(),
        10 => new JsonObject(),
        11 => JsonValue.Create(true),
        12 => JsonValue.Create("2026-02-31"),
        13 => new JsonArray(new JsonArray(new JsonObject { ["a"] = new JsonArray(1, null) })),
        14 => JsonValue.Create(0.1),
        _ => JsonValue.Create("'; DROP TABLE clients; --"),
    };

    private static byte[] Rows(Dice dice)
    {
        string[] cells = ["soup", "", "2026-01-01", "2026-01-0", "1e999", "NaN", "-5", "\"", "a\0b", "9999-12-31", "0001-01-01", "2500-01-01", "x,y", new string('s', 300), "null"];
        string[] columns = ["series_id", "timestamp", "target", "known_at", "odd", "series_id", "", "\""];
        var lines = Enumerable.Range(0, dice.Next(1, 5)).Select(_ => string.Join(',', Enumerable.Range(0, 3).Select(_ => Any(dice, cells))));
        var header = dice.Next(3) == 0 ? string.Join(',', Enumerable.Range(0, 3).Select(_ => Any(dice, columns))) : "series_id,timestamp,target";
        return Encoding.UTF8.GetBytes($"{header}\n{string.Join('\n', lines)}\n");
    }

    private static byte[] Spoiled(Dice dice, byte[] whole)
    {
        var spoiled = whole.ToArray();
        for (var time = 0; time < 3 && spoiled.Length > 0; time++) spoiled[dice.Next(spoiled.Length)] = (byte)dice.Next(256);
        return spoiled;
    }

    private static byte[] Noise(Dice dice, int most)
    {
        var bytes = new byte[dice.Next(most)];
        for (var at = 0; at < bytes.Length; at++) bytes[at] = (byte)dice.Next(256);
        return bytes;
    }

    private static string Any(Dice dice, string[] words) => words[dice.Next(words.Length)];

    private async Task Given(string method, string path, string type, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "X-Api-Key", _site.Admin } } };
        request.Content = new StringContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var response = await _site.Http.SendAsync(request, Token);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(Token));
    }
}
