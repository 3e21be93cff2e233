using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SecretMagic.Pipeline;

/// <summary>
/// What stands in a feature set's folder, as <c>manifest.json</c> beside the files: every column with its meaning, what went in, what came out. It
/// holds no time and no path of its own, so the same input gives the same bytes.
/// </summary>
public sealed record FeatureManifest
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The name of the feature set.</summary>
    public required string FeatureSet { get; init; }

    /// <summary>SHA-256 of the set's canonical definition: names, operators, parameters, frequency, number type.</summary>
    public required string Definition { get; init; }

    /// <summary>SHA-256 over all that decides the result: definition, inputs, options, version of the software.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The client whose data it is, or null.</summary>
    public string? Client { get; init; }

    /// <summary>The country (and region) of the calendar, or null.</summary>
    public string? Country { get; init; }

    /// <summary>The version of the program.</summary>
    public required string Software { get; init; }

    /// <summary>How the files are laid out: files or autogluon.</summary>
    public string Layout { get; init; } = "files";

    /// <summary>The step of the grid, such as <c>1d</c>.</summary>
    public required string Frequency { get; init; }

    /// <summary>The zone of days and hours; timestamps are UTC then. Null: timestamps are local.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The time whose knowledge counts: the one asked for, else the newest <c>known_at</c> of the input; null when no input says.</summary>
    public string? AsOf { get; init; }

    /// <summary>The forecasts to come, in grid steps.</summary>
    public ImmutableArray<int> Horizons { get; init; } = [];

    /// <summary>Rows in the files, gaps of the input included.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of the sales that count: with <c>known_at</c>, one version a fact.</summary>
    public required long InputRows { get; init; }

    /// <summary>Rows of the files for which the input has none.</summary>
    public required long Gaps { get; init; }

    /// <summary>The number of series.</summary>
    public required int Series { get; init; }

    /// <summary>The first period of any series.</summary>
    public required string First { get; init; }

    /// <summary>The last period of any series.</summary>
    public required string Last { get; init; }

    /// <summary>The files that went in.</summary>
    public required ImmutableArray<InputFile> Inputs { get; init; }

    /// <summary>The columns of the files, in their order.</summary>
    public required ImmutableArray<Column> Columns { get; init; }

    /// <summary>Features left out because their input was not given, each with the reason.</summary>
    public required ImmutableArray<string> LeftOut { get; init; }

    /// <summary>What else a reader should know of how the input was read, and of the features.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The files, by their path below the manifest, in order.</summary>
    public required ImmutableArray<OutputFile> Files { get; init; }

    /// <summary>Reads the manifest of a folder; null when there is none.</summary>
    /// <exception cref="InputException">The file is no manifest.</exception>
    public static FeatureManifest? Read(string folder) => ResultJson.Read<FeatureManifest>(Path.Combine(folder, FileName));

    /// <summary>True when every file stands in the folder with its size.</summary>
    public bool HasItsFiles(string folder) =>
        Files.All(file => new FileInfo(System.IO.Path.Combine(folder, file.Path)) is { Exists: true } found && found.Length == file.Bytes);

    /// <summary>Writes the manifest into a folder.</summary>
    public void Write(string folder) => ResultJson.Write(Path.Combine(folder, FileName), this);

    /// <summary>A file that came out.</summary>
    /// <param name="Path">Below the manifest.</param>
    /// <param name="Rows">Its rows.</param>
    /// <param name="Bytes">Its size.</param>
    public sealed record OutputFile(string Path, long Rows, long Bytes);

    /// <summary>A column.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">key, time, target, past, known, static or state.</param>
    /// <param name="Type">The type in the file.</param>
    /// <param name="Parameters">The canonical definition of a feature; of history_state, what its bits mean; null for other columns.</param>
    /// <param name="NanMeaning">What a missing value means; null where there is none.</param>
    /// <param name="Nan">How many values are missing, by reason; empty when none is.</param>
    public sealed record Column(string Name, string Kind, string Type, string? Parameters, string? NanMeaning, ImmutableSortedDictionary<string, long> Nan)
    {
        /// <summary>Of a feature: grid steps ahead of the history for which it is known; null for every row to come.</summary>
        public int? Availability { get; init; }

        /// <summary>Of a feature made from history: the longest of the set's horizons at which it is known; null for none.</summary>
        public int? Horizon { get; init; }

        /// <summary>How many values are missing.</summary>
        [JsonIgnore]
        public long NanCount => Nan.Values.Sum();
    }
}
