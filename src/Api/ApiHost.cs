using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>
/// The API and, when asked for, a worker, in one process over one metadata database. It serves before the database can be reached and says that it is not
/// ready. Its end: nothing new is accepted, requests that run are finished, the worker gives back its work, the database is closed.
/// </summary>
public sealed class ApiHost : IAsyncDisposable
{
    private const double SlowestBody = 240;
    private const int FewestThreads = 16;

    private readonly WebApplication _app;
    private readonly StoreDoor _door;
    private readonly CancellationTokenSource _end = new();
    private readonly TimeSpan _drain;
    private readonly Task _work;
    private int _isEnding;

    private ApiHost(WebApplication app, StoreDoor door, TimeSpan drain, Func<CancellationToken, Task> work)
    {
        (_app, _door, _drain) = (app, door, drain);
        _work = work(_end.Token);
    }

    /// <summary>Where it listens.</summary>
    public IReadOnlyCollection<string> Urls => [.. _app.Urls];

    /// <summary>The open database.</summary>
    internal MetadataStore Store => _door.Store;

    /// <summary>What endpoints share.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>What is mapped, for tests that walk every endpoint.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Listens, and opens the database as soon as it can be reached.</summary>
    /// <param name="settings">They name the database and limits.</param>
    /// <param name="options">How it is served.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Told what people should know, from any thread.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public static async Task<ApiHost> Start(Settings settings, ApiOptions options, TimeProvider time, Action<string> say, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(say);
        // Loops over all cores sit on threads of the pool: with no more of these than cores, requests would wait until it grows.
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, Math.Max(FewestThreads, 2 * Environment.ProcessorCount)), ports);
        var door = new StoreDoor();
        var app = Build(settings, options, time, say, door);
        await Listening.Begin(app, url => say($"listening on {url}"), token);
        return new ApiHost(app, door, options.Drain, end => Work(settings, options, time, say, door, [.. app.Urls], end));
    }

    /// <summary>The metadata database, as soon as it is open.</summary>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The host ended before that.</exception>
    public async Task<MetadataStore> Opened(CancellationToken token)
    {
        var opened = _door.Opened.WaitAsync(token);
        if (await Task.WhenAny(opened, _work) == opened) return await opened;
        await _work;
        throw new InvalidOperationException("The host ended before the database was open.");
    }

    /// <summary>Serves until it is stopped.</summary>
    /// <exception cref="System.Data.Common.DbException">The database refuses.</exception>
    /// <exception cref="Storage.Migrations.MigrationException">The schema does not fit.</exception>
    public async Task Run(CancellationToken stop)
    {
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, stop);
        if (await Task.WhenAny(stopped, _work) == _work) await _work;
    }

    /// <summary>Drains and closes, within the time for requests that run, and for the worker to give back its work.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnding, 1) == 1) return;
        using var patience = new CancellationTokenSource(_drain);
        await _end.CancelAsync();
        await _app.StopAsync(patience.Token);
        await Task.WhenAny(_work); // What it failed of was told by Run.
        await _app.DisposeAsync();
        if (_door.Current is { } store) await store.DisposeAsync();
        _end.Dispose();
    }

    private static WebApplication Build(Settings settings, ApiOptions options, TimeProvider time, Action<string> say, StoreDoor door)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Everything that can be set is a setting of this program.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = settings.ApiMaxBody;
            server.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestBody, options.BodyGrace);
        });
        builder.Services.AddSingleton<IHostLifetime, OwnLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.Configure<JsonOptions>(json => ApiJson.Of(json.SerializerOptions));
        builder.Services.AddSingleton(time).AddSingleton(settings).AddSingleton(door).AddSingleton<Readiness>().AddSingleton(_ => new MetricsBook())
            .AddSingleton<KeyRing>().AddSingleton<RateLimits>().AddSingleton<Guard>();
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
        builder.Services.AddSingleton<FeatureBodies>().AddSingleton<ComputeSlots>();
        builder.Services.AddSingleton<BatchWatch>().AddSingleton<RecipeShelf>();
        builder.Services.AddSingleton(_ => new PageBook(options.Pages));
        ApiDocument.Add(builder.Services);
        var app = builder.Build();
        app.Use(SafeHeaders.Add);
        app.Use(new Traces(new RequestLog(door)).Follow);
        app.UseResponseCompression();
        app.Use(new Failures(door, say).Answer);
        app.Use(HeadAsGet.Begin);
        app.UseRouting();
        app.Use(HeadAsGet.End);
        app.Use(app.Services.GetRequiredService<Guard>().Check);
        app.Services.GetRequiredService<MetricsBook>();
        ApiEndpoints.Map(app);
        return app;
    }

    private static async Task Work(
        Settings settings, ApiOptions options, TimeProvider time, Action<string> say, StoreDoor door, string[] urls, CancellationToken end)
    {
        try
        {
            var store = await MetadataStore.OpenWhenReachable(settings, time, say, end, options.Join);
            if (await KeyDesk.IssueFirst(store, end) is { } key)
            {
                say($"the first key, an admin's for all clients, is shown this once: {key}");
                // Behind # it stays in the browser, which sends that part to nobody.
                say($"open {urls[0]}/#key={key}");
            }

            door.Open(store);
            say("ready");
            if (options.Worker is { } worker) await new Worker(store, worker, say).Run(end);
            else await Task.Delay(Timeout.InfiniteTimeSpan, end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }
}
