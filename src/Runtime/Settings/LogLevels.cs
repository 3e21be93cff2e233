using Microsoft.Extensions.Logging;

namespace SecretMagic.Runtime;

/// <summary>Levels as settings and the table logs call them.</summary>
internal static class LogLevels
{
    internal static readonly string[] Known = ["debug", "info", "warn", "error", "off"];

    internal static LogLevel Of(string word) => word switch
    {
        "debug" => LogLevel.Debug,
        "info" => LogLevel.Information,
        "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "off" => LogLevel.None,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "No level has this name."),
    };

    internal static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
