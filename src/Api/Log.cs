using Microsoft.Extensions.Logging;

namespace SecretMagic.Api;

/// <summary>What this part logs; ids 5000 to 5999.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed")]
    internal static partial void RequestFailed(this ILogger log, Exception failure, string method, string path);

    [LoggerMessage(EventId = 5002, Message = "{Method} {Route} answered {Status} after {Milliseconds} ms, key {KeyId}")]
    internal static partial void RequestEnded(
        this ILogger log, LogLevel level, string method, string route, int status, double milliseconds, string keyId);
}
