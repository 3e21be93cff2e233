using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>How the API is served.</summary>
public sealed record ApiOptions
{
    /// <summary>Where it listens, <c>http://127.0.0.1:8080</c>; port 0 is a free one. Several are joined by ';'.</summary>
    public required string Urls { get; init; }

    /// <summary>The worker of the same process; null for none.</summary>
    public WorkerOptions? Worker { get; init; }

    /// <summary>Given the entities of this process, the way to those of all; null when this process asks its own.</summary>
    public Func<LocalGateway, CancellationToken, Task<IGateway>>? Join { get; init; }

    /// <summary>The folder that the pages of the browser are read from each time, for whoever changes them; null for those in the program.</summary>
    public string? Pages { get; init; }

    /// <summary>How long requests that run may take when the process ends.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the body of a request may come more slowly than 240 bytes a second before it is cut: more than a second.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(5);
}
