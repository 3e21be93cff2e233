using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>
/// A line of the log a request: what was asked of which endpoint, by which key, about which client, how it ended and how long it took. Never a secret, a value
/// of the query or a body: the path is told as its template. Changes and what was refused to a key are told at info, failures of the server at warn, and at
/// debug what anybody could fill the table with: reads, and requests without a key or beyond its rate.
/// </summary>
internal sealed class RequestLog(StoreDoor door)
{
    /// <summary>The status of a request whose caller left before its answer; none is sent.</summary>
    internal const int Left = 499;

    private ILogger? _log;

    /// <summary>Tells of a request that is over, while its trace runs; before the database is open there is nowhere to.</summary>
    internal void Tell(HttpContext context, string method, string route, int status, TimeSpan time)
    {
        if (door.Current is not { } store) return;
        var (log, level) = (_log ??= store.Loggers.CreateLogger<RequestLog>(), LevelOf(method, status));
        // A read that is not told costs nothing.
        if (!log.IsEnabled(level)) return;
        var batch = context.Features.Get<BatchRow>();
        var client = context.Features.Get<PathClient>()?.Id ?? (batch is null ? default(TenantId?) : TenantId.Parse(batch.Client));
        using var scope = log.BeginScope(LogScope.Of(client, batch is null ? null : BatchId.Parse(batch.Id), null));
        var key = context.Features.Get<Caller>()?.Key.Value ?? "none";
        log.RequestEnded(level, method, route, status, Math.Round(time.TotalMilliseconds, 1), key);
    }

    internal static LogLevel LevelOf(string method, int status) => status switch
    {
        >= 500 => LogLevel.Warning,
        StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests => LogLevel.Debug,
        >= 400 and not Left => LogLevel.Information,
        _ => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? LogLevel.Debug : LogLevel.Information,
    };
}
