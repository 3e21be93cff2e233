using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SecretMagic.Api;
using SecretMagic.Runtime;

namespace SecretMagic.Integration.Api;

/// <summary>The API on a free port over a database of its own, and a caller.</summary>
internal sealed class ApiSite : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("secretmagic-api-").FullName;

    public string Folder => _folder;

    /// <summary>What another process over the same database is opened with.</summary>
    public Settings Settings { get; private set; } = null!;

    public ConcurrentQueue<string> Said { get; } = new();

    public ApiHost Host { get; private set; } = null!;

    public HttpClient Http { get; } = new();

    /// <summary>The first key: an admin's, for all clients.</summary>
    public string Admin { get; private set; } = "";

    public MetadataStore Store => Host.Store;

    public static Task<ApiSite> Start(string? database, CancellationToken token, params (string Name, string Value)[] environment) =>
        Start(database, null, environment, token);

    public static Task<ApiSite> StartWithWorker(CancellationToken token) =>
        Start(null, new WorkerOptions { Name = "worker", Concurrency = 1, Lease = TimeSpan.FromSeconds(15), LimitPerClient = 1 }, [], token);

    /// <summary>A site that cuts bodies that come slowly soon.</summary>
    public static Task<ApiSite> StartImpatient(CancellationToken token) => Start(null, null, [], token, TimeSpan.FromSeconds(1.5));

    private static async Task<ApiSite> Start(
        string? database, WorkerOptions? worker, (string Name, string Value)[] environment, CancellationToken token, TimeSpan? grace = null)
    {
        var site = new ApiSite();
        var around = new Surroundings(site._folder, environment.ToDictionary(one => one.Name, one => one.Value));
        var settings = Settings.Read(around, null, database ?? Path.Combine(site._folder, "m.db"));
        site.Settings = settings;
        var options = new ApiOptions { Urls = "http://127.0.0.1:0", Worker = worker };
        if (grace is { } soon) options = options with { BodyGrace = soon };
        site.Settings = settings;
        site.Host = await ApiHost.Start(settings, options, TimeProvider.System, site.Said.Enqueue, token);
        site.Http.BaseAddress = new Uri(site.Host.Urls.Single());
        await Until(async () => (await site.Http.GetAsync("/ready", token)).IsSuccessStatusCode, token);
        site.Admin = site.Said.Single(line => line.Contains("this once", StringComparison.Ordinal)).Split(' ')[^1];
        return site;
    }

    public static async Task Until(Func<Task<bool>> isSo, CancellationToken token)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(token);
        late.CancelAfter(Deadline);
        while (!await isSo()) await Task.Delay(20, late.Token);
    }

    /// <summary>Sends a request; a body that is a text is sent as it is.</summary>
    public async Task<(HttpResponseMessage Response, JsonElement Body)> Send(
        string method, string path, string? key, object? body, CancellationToken token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null) request.Headers.Add("Authorization", $"Bearer {key}");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null) request.Content = body is string text ? new StringContent(text, Encoding.UTF8, "application/json") : JsonContent.Create(body);
        var response = await Http.SendAsync(request, token);
        var content = await response.Content.ReadAsStringAsync(token);
        if (content.Length == 0) return (response, default);
        using var document = JsonDocument.Parse(content);
        return (response, document.RootElement.Clone());
    }

    /// <summary>Sends what is done.</summary>
    public async Task<JsonElement> Done(string method, string path, object? body, CancellationToken token, params (string Name, string Value)[] headers)
    {
        var (response, answer) = await Send(method, path, Admin, body, token, headers);
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {answer}");
        return answer;
    }

    /// <summary>The status and the code of a request that is not done.</summary>
    public async Task<(int Status, string? Code)> Problem(
        string method, string path, string? key, object? body, CancellationToken token, params (string Name, string Value)[] headers)
    {
        var (response, answer) = await Send(method, path, key, body, token, headers);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", $"{method} {path}: {answer}");
        answer.GetProperty("traceId").GetString().ShouldBe(response.Headers.GetValues("Trace-Id").Single());
        return ((int)response.StatusCode, answer.GetProperty("code").GetString());
    }

    /// <summary>A key for some clients, or for all.</summary>
    public async Task<string> Key(string role, CancellationToken token, params string[] clients) =>
        (await Done("POST", "/api/v1/keys", new { name = $"{role} of {string.Join(' ', clients)}", role, clients, all_clients = clients.Length == 0 }, token))
        .GetProperty("key").GetString()!;

    public Task Register(string id, CancellationToken token) => Done("POST", "/api/v1/clients", new { id, name = $"Name of {id}" }, token);

    /// <summary>A client whose data may be processed.</summary>
    public async Task Confirmed(string id, CancellationToken token)
    {
        await Register(id, token);
        await Done("PUT", $"/api/v1/clients/{id}/configs/lag", new { lags = new[] { 7 } }, token);
        var revision = (await Done("GET", $"/api/v1/clients/{id}/configs", null, token)).GetProperty("revision").GetInt32();
        await Done("POST", $"/api/v1/clients/{id}/confirmation", new { revision }, token);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
