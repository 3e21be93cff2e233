using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>What AutoGluon asks for beside the long table, as <c>autogluon.json</c>: the arguments of its classes by their names.</summary>
internal sealed record AutoGluonSpec
{
    public const string FileName = "autogluon.json";

    private const string Reasons =
        "A missing value of a feature has a reason. history_state is one byte a row, a bit for every reason that a feature of the row has: 1 warmup, "
        + "2 too_few_valid, 4 missing, 8 dead, 16 not_listed, 32 undefined; 0 = every feature has a value. AutoGluon fills missing values of covariates, so "
        + "keep this column among the past covariates: it tells the model what was filled. A missing target stays missing.";

    /// <summary>The table, below this file.</summary>
    public required string Data { get; init; }

    /// <summary>The frame of statics, below this file; null when the set has none.</summary>
    public string? StaticFeatures { get; init; }

    public required string IdColumn { get; init; }

    public required string TimestampColumn { get; init; }

    public required string Target { get; init; }

    public required int PredictionLength { get; init; }

    /// <summary>The step, by pandas' alias.</summary>
    public required string Freq { get; init; }

    /// <summary>The newest row of any series that has a target; rows behind it are the future.</summary>
    public required string? LastTarget { get; init; }

    /// <summary>Known for all rows of a forecast of this length.</summary>
    public required ImmutableArray<string> KnownCovariatesNames { get; init; }

    public required ImmutableArray<string> PastCovariates { get; init; }

    public required ImmutableArray<string> StaticColumns { get; init; }

    public required string Note { get; init; }

    /// <summary>The forecast that the lists are for: the option, or the set's only horizon; 0 for other layouts.</summary>
    /// <exception cref="InputException">There is none, or more than one.</exception>
    public static int HorizonOf(FeatureBatchOptions options, FeatureSetFile definition)
    {
        if (options.Layout != FeatureLayout.AutoGluon)
            return options.Horizon is null ? 0 : throw new InputException("a horizon is given with --layout autogluon only", column: "--horizon");
        if (options.Horizon is { } asked)
            return asked > 0 ? asked : throw new InputException($"must be a whole number of grid steps from 1, not {asked}", column: "--horizon");
        var horizons = definition.Set.Horizons;
        return horizons.Length == 1 ? horizons[0] : throw new InputException(
            horizons.IsEmpty
                ? $"how many steps are to be forecast? Give --horizon 14, and 'horizons: [14]' in {definition.FileName} for history that is known so far ahead"
                : $"the set has horizons {string.Join(", ", horizons)}; say which one the lists of columns are for",
            column: "--horizon");
    }

    /// <summary>Writes the document and the frame of statics, and adds both to the manifest's files.</summary>
    public static FeatureManifest Write(
        FeatureRequest request, FeatureWork work, FeatureManifest manifest, DuckConnection connection, string folder, CancellationToken token)
    {
        var isCsv = request.Options.Format == LakeFormat.Csv;
        var features = work.Plan.Features;
        ImmutableArray<string> statics = [.. features.Where(feature => feature.IsStatic).Select(feature => feature.Name)];
        var frame = statics.IsEmpty ? null : isCsv ? "static.csv" : "static.parquet";
        if (frame is not null)
            work.Statics.Write(
                connection, "item_id", statics, Path.Combine(folder, frame), isCsv ? "FORMAT csv, HEADER true" : "FORMAT parquet", token);
        var lastTarget = connection.Scalar<long>("SELECT epoch_us(max(timestamp)) FROM rows WHERE isfinite(target)", token);
        var spec = new AutoGluonSpec
        {
            Data = "data/",
            StaticFeatures = frame,
            IdColumn = "item_id",
            TimestampColumn = "timestamp",
            Target = "target",
            PredictionLength = request.Horizon,
            Freq = FreqOf(work.Layout.Grid),
            LastTarget = lastTarget is { } micros
                ? DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd HH:mm:ss")
                : null,
            KnownCovariatesNames = Names(FeatureKind.Known),
            PastCovariates = [.. Names(FeatureKind.Past), FeaturePlan.HistoryState],
            StaticColumns = statics,
            Note = Reasons,
        };
        ResultJson.Write(Path.Combine(folder, FileName), spec);
        var files = frame is null ? manifest.Files : manifest.Files.Add(Written(frame, work.Layout.Count));
        return manifest with { Files = files.Add(Written(FileName, 0)) };

        ImmutableArray<string> Names(FeatureKind kind) =>
            [.. features.Where(feature => feature.KindAt(request.Horizon) == kind).Select(feature => feature.Name)];
        FeatureManifest.OutputFile Written(string name, long rows) => new(name, rows, new FileInfo(Path.Combine(folder, name)).Length);
    }

    private static string FreqOf(TimeGrid grid) => grid.Frequency.Name switch
    {
        "1m" => "min",
        "5m" => "5min",
        "15m" => "15min",
        "1h" => "h",
        "1d" => "D",
        "1w" => $"W-{DateTime.UnixEpoch.AddDays(grid.DayOf(0)).ToString("ddd").ToUpperInvariant()}",
        var name => throw new System.Diagnostics.UnreachableException(name),
    };
}
