using System.Diagnostics.Metrics;

namespace SecretMagic.Pipeline;

/// <summary>What batches tell of themselves to whoever listens to <c>SecretMagic</c>.</summary>
public static class PipelineTelemetry
{
    private static readonly Meter Meter = new("SecretMagic");

    private static readonly Counter<long> Rows =
        Meter.CreateCounter<long>("secretmagic_features_processed_total", description: "Rows that features were computed for");

    private static readonly Counter<long> Nans =
        Meter.CreateCounter<long>("secretmagic_nan_values_total", description: "Values of a feature that are missing");

    private static readonly Histogram<double> Explosion = Meter.CreateHistogram(
        "secretmagic_bom_explosion_duration_seconds", "s", "Time of an explosion, coverage included", advice: Buckets);

    private static readonly Histogram<double> Run = Meter.CreateHistogram(
        "secretmagic_pipeline_duration_seconds", "s", "Time of a run, from its input to its result", advice: Buckets);

    /// <summary>From a hundredth of a second to an hour.</summary>
    private static InstrumentAdvice<double> Buckets => new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600],
    };

    /// <summary>Makes the instruments known before the first batch, so that they are read as 0 and not as missing.</summary>
    public static void Begin() => GC.KeepAlive(Run);

    /// <summary>A result of features was made.</summary>
    internal static FeatureBatchResult Told(this FeatureBatchResult result)
    {
        Rows.Add(result.Manifest.Rows);
        Run.Record(result.Elapsed.TotalSeconds, KeyValuePair.Create("work", (object?)"features"));
        if (!Nans.Enabled) return result;
        foreach (var column in result.Manifest.Columns)
            if (column.NanCount is var missing and > 0) Nans.Add(missing, KeyValuePair.Create("feature", (object?)column.Name));
        return result;
    }

    /// <summary>A result of an explosion was made.</summary>
    internal static ExplosionBatchResult Told(this ExplosionBatchResult result)
    {
        Explosion.Record(result.Elapsed.TotalSeconds);
        Run.Record(result.Elapsed.TotalSeconds, KeyValuePair.Create("work", (object?)"explosion"));
        return result;
    }
}
