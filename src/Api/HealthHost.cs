using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>What a process without the API says of itself, to whoever reaches it: /health, /ready and /metrics, the same words as those of the API.</summary>
public sealed class HealthHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StoreDoor _door;

    private HealthHost(WebApplication app, StoreDoor door) => (_app, _door) = (app, door);

    /// <summary>Where it listens.</summary>
    public IReadOnlyCollection<string> Urls => [.. _app.Urls];

    /// <summary>Listens. Until the process has opened its database or joined its cluster, it lives and is not ready.</summary>
    /// <param name="urls">Where, <c>http://127.0.0.1:8080</c>; port 0 is a free one. Several are joined by ';'.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Told what people should know, from any thread.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public static async Task<HealthHost> Start(string urls, TimeProvider time, Action<string> say, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(say);
        var door = new StoreDoor();
        var app = Build(urls, time, say, door);
        await Listening.Begin(app, url => say($"health at {url}"), token);
        return new HealthHost(app, door);
    }

    /// <summary>From now on it is ready when this database answers and, of a cluster, the process is a member that is up.</summary>
    public void Open(MetadataStore store) => _door.Open(store);

    /// <summary>From now on it is ready when the process is a member that is up: for one that needs no database.</summary>
    public void Join(Func<bool> isUp) => _app.Services.GetRequiredService<Readiness>().Join(isUp);

    /// <summary>It is ready no more, and asks its database nothing: for before that is closed.</summary>
    public void Close() => _door.Close();

    /// <summary>Ends; nobody is waited for.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build(string urls, TimeProvider time, Action<string> say, StoreDoor door)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Everything that can be set is a setting of this program.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);
        builder.Services.AddSingleton<IHostLifetime, OwnLifetime>();
        builder.Services.Configure<JsonOptions>(json => ApiJson.Of(json.SerializerOptions));
        builder.Services.AddSingleton(time).AddSingleton(door).AddSingleton<Readiness>().AddSingleton(_ => new MetricsBook());
        var app = builder.Build();
        app.Use(SafeHeaders.Add);
        app.Use(new Traces(new RequestLog(door)).Follow);
        app.Use(new Failures(door, say).Answer);
        app.Use(HeadAsGet.Begin);
        app.UseRouting();
        app.Use(HeadAsGet.End);
        app.Services.GetRequiredService<MetricsBook>();
        HealthEndpoints.Map(app.MapGroup(""));
        MetricsEndpoints.Map(app.MapGroup(""));
        return app;
    }
}
