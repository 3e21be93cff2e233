using System.Collections.Immutable;
using SecretMagic.Features;

namespace SecretMagic.Pipeline;

/// <summary>A column of every feature file that no feature type makes: keys, time, target, state.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">As the manifest says it: key, time, target, state or folder.</param>
/// <param name="Meaning">What it holds.</param>
/// <param name="NanMeaning">What a missing value means; null where there is none.</param>
public sealed record PlainColumn(string Name, string Kind, string Meaning, string? NanMeaning)
{
    /// <summary>The key of the series.</summary>
    public static PlainColumn Series { get; } = new("series_id", "key", "The key of the series, as the sales have it.", null);

    /// <summary>The key of the series in files for AutoGluon.</summary>
    public static PlainColumn Item { get; } = Series with { Name = "item_id", Meaning = "The key of the series in files for AutoGluon." };

    /// <summary>The period.</summary>
    public static PlainColumn Time { get; } = new(
        "timestamp", "time", "The start of the period: a row for each, from the first to the last of the series. Local business time; UTC where the "
        + "set has a time_zone.", null);

    /// <summary>What is to be forecast.</summary>
    public static PlainColumn Target { get; } = new(
        "target", "target", "What was sold, as the sales have it; what a model learns to forecast.",
        "No row in the input for this period, or no value in it (Missing).");

    /// <summary>Why features of a row are missing.</summary>
    public static PlainColumn State { get; } = new(
        FeaturePlan.HistoryState, "state", "bits: 1 warmup, 2 too_few_valid, 4 missing, 8 dead, 16 not_listed, 32 undefined; 0 = every feature has a value",
        null);

    /// <summary>The folder of a file.</summary>
    public static PlainColumn Year { get; } = new(
        "year", "folder", "The year of the timestamp, by local time: it stands in the name of the folder, and readers of such folders make a column of it.",
        null);

    /// <summary>All of them, in the order of the files.</summary>
    public static ImmutableArray<PlainColumn> All { get; } = [Series, Item, Time, Target, State, Year];

    /// <summary>The column of this name, or null.</summary>
    public static PlainColumn? Find(string name) => All.FirstOrDefault(column => column.Name == name);
}
