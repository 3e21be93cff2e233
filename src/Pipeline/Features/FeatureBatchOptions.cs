using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>What a feature batch reads and writes.</summary>
public sealed record FeatureBatchOptions
{
    /// <summary>Sales: a file or a folder with series_id, timestamp, target and any further columns.</summary>
    public required string Input { get; init; }

    /// <summary>The folder below which <c>features/{feature_set}</c> is written.</summary>
    public required string Output { get; init; }

    /// <summary>The file of the feature set.</summary>
    public required string FeatureSet { get; init; }

    /// <summary>The client whose data it is: letters, digits, dashes and underscores; kept in the manifest.</summary>
    public string? Client { get; init; }

    /// <summary>The country (and region) of the holidays: GB, GB-ENG.</summary>
    public string? Country { get; init; }

    /// <summary>Holidays of the user's own: date, name, optionally country.</summary>
    public string? Holidays { get; init; }

    /// <summary>Daily weather: date, optionally location, numeric columns.</summary>
    public string? Weather { get; init; }

    /// <summary>What is known ahead: series_id, timestamp and columns such as price; may reach beyond the sales.</summary>
    public string? Known { get; init; }

    /// <summary>One row a series: series_id and any columns.</summary>
    public string? Static { get; init; }

    /// <summary>The format of the files.</summary>
    public LakeFormat Format { get; init; } = LakeFormat.Parquet;

    /// <summary>Only what was known by this time counts, such as 2011-12-31 or 2011-12-31T14:05:00; by default everything.</summary>
    public string? AsOf { get; init; }

    /// <summary>How the files are laid out.</summary>
    public FeatureLayout Layout { get; init; } = FeatureLayout.Files;

    /// <summary>With <see cref="FeatureLayout.AutoGluon"/>: the forecast that the lists of columns are for, in grid steps; by default the only
    /// horizon of the set.</summary>
    public int? Horizon { get; init; }

    /// <summary>Threads that compute and write; by default one a core. No result depends on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes for the values of one panel, default 512 MiB. A larger input is read once a panel. No result depends on it.</summary>
    public long PanelBytes { get; init; } = 512L << 20;

    /// <summary>
    /// Bytes for the values of one block, default 64 MiB, cut between parts and panels. A finished block is kept when the run ends before its time. No
    /// result depends on it; an input of one block keeps nothing.
    /// </summary>
    public long BlockBytes { get; init; } = 64L << 20;
}
