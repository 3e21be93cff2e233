using System.Collections.Immutable;
using System.Globalization;

namespace SecretMagic.Runtime;

/// <summary>A setting there is. All of them stand in <see cref="All"/>, which the documentation and the reader are held to.</summary>
/// <param name="Name">Its name in the file, folders of keys joined by dots: <c>log.level</c>.</param>
/// <param name="Preset">What holds when nothing is said.</param>
/// <param name="Meaning">What it is, with its unit and what is allowed.</param>
/// <param name="Refusal">What is wrong with a value; null when it is allowed.</param>
public sealed record SettingKey(string Name, string Preset, string Meaning, Func<string, string?> Refusal)
{
    private const int MaxRetentionDays = 3650;

    /// <summary>The metadata database.</summary>
    public static SettingKey Database { get; } = new(
        "database", "var/secretmagic.db", "the metadata database: a SQLite file, or a connection to PostgreSQL without its password", DatabasePlace.Refusal);

    /// <summary>The folder of results.</summary>
    public static SettingKey LakeRoot { get; } = new(
        "lake.root", "var/lake", "the folder of results, a folder a client below it",
        text => text.IndexOfAny(Path.GetInvalidPathChars()) >= 0 ? "must be a folder." : null);

    /// <summary>How much is logged.</summary>
    public static SettingKey LogLevel { get; } = new(
        "log.level", "info", "the least that is logged: debug, info, warn, error or off",
        text => LogLevels.Known.Contains(text) ? null : $"must be one of {string.Join(", ", LogLevels.Known)}, not {Shown(text)}.");

    /// <summary>How long lines of the log are kept.</summary>
    public static SettingKey LogRetentionDays { get; } = new(
        "log.retention_days", "30", $"days that lines of the table logs are kept, 1 to {MaxRetentionDays}",
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MaxRetentionDays
            ? null
            : $"must be a whole number from 1 to {MaxRetentionDays}, not {Shown(text)}.");

    /// <summary>Every setting.</summary>
    public static ImmutableArray<SettingKey> All { get; } = [Database, LakeRoot, LogLevel, LogRetentionDays];

    /// <summary>The variable of the environment that sets it.</summary>
    public string Variable => $"SECRETMAGIC_{Name.ToUpperInvariant().Replace('.', '_')}";

    private static string Shown(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}...'";
}
