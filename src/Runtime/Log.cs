using Microsoft.Extensions.Logging;

namespace SecretMagic.Runtime;

/// <summary>What this part logs; ids 4000 to 4999.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Information, "{Entity}: {Command} of {Who} accepted as version {Version}")]
    internal static partial void CommandAccepted(this ILogger log, string entity, string command, string who, long version);

    [LoggerMessage(4002, LogLevel.Information, "{Entity}: {Command} of {Who} was done before, as version {Version}")]
    internal static partial void CommandRepeated(this ILogger log, string entity, string command, string who, long version);

    [LoggerMessage(4003, LogLevel.Warning, "{Entity}: {Command} of {Who} refused by rule {Rule}")]
    internal static partial void CommandRefused(this ILogger log, string entity, string command, string who, string rule);

    [LoggerMessage(4004, LogLevel.Error, "{Entity}: {Command} of {Who} failed, its outcome is unknown")]
    internal static partial void CommandFailed(this ILogger log, Exception failure, string entity, string command, string who);

    [LoggerMessage(4005, LogLevel.Warning, "{Entity}: the store is away, it is tried again")]
    internal static partial void StoreAway(this ILogger log, Exception failure, string entity);

    [LoggerMessage(4006, LogLevel.Warning, "{Entity}: its state was not saved when it left the memory")]
    internal static partial void NotSaved(this ILogger log, Exception failure, string entity);

    [LoggerMessage(4010, LogLevel.Information, "{Work} for {Who} begins")]
    internal static partial void RunBegan(this ILogger log, string work, string who);

    [LoggerMessage(4011, LogLevel.Information, "{Work} ended: {Rows} rows in {Seconds:0.000} s")]
    internal static partial void RunEnded(this ILogger log, string work, long rows, double seconds);

    [LoggerMessage(4012, LogLevel.Warning, "{Work} was cancelled after {Seconds:0.000} s")]
    internal static partial void RunCancelled(this ILogger log, string work, double seconds);

    [LoggerMessage(4013, LogLevel.Error, "{Work} failed after {Seconds:0.000} s")]
    internal static partial void RunFailed(this ILogger log, Exception failure, string work, double seconds);

    [LoggerMessage(4020, LogLevel.Information, "Worker {Worker} begins, {Concurrency} batches at a time")]
    internal static partial void WorkerBegan(this ILogger log, string worker, int concurrency);

    [LoggerMessage(4021, LogLevel.Information, "Worker {Worker} ended")]
    internal static partial void WorkerEnded(this ILogger log, string worker);

    [LoggerMessage(4022, LogLevel.Warning, "Work on {Batch} stopped")]
    internal static partial void WorkStopped(this ILogger log, Exception failure, string batch);

    [LoggerMessage(4030, LogLevel.Warning, "{Work} of {Client}, due {Due:yyyy-MM-dd HH:mm} UTC, is left out: {Reason}")]
    internal static partial void DueRefused(this ILogger log, string client, string work, DateTimeOffset due, string reason);
}
