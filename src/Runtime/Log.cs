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
}
