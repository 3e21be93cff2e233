using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SecretMagic.Storage;

/// <summary>What stores tell of their work to whoever listens to <c>SecretMagic</c>.</summary>
internal static class StorageTelemetry
{
    private static readonly Meter Meter = new("SecretMagic");

    internal static readonly ActivitySource Traces = new("SecretMagic");

    internal static readonly Histogram<double> Commit = Meter.CreateHistogram(
        "secretmagic_journal_commit_seconds", "s", "Time of a transaction of the journal, its sync included", advice: Buckets);

    internal static readonly Counter<long> Events = Meter.CreateCounter<long>("secretmagic_journal_events_total", description: "Events stored in the journal");

    internal static readonly Histogram<double> Query = Meter.CreateHistogram(
        "secretmagic_duckdb_query_seconds", "s", "Time until a statement of DuckDB is done or streams its first rows", advice: Buckets);

    /// <summary>From a tenth of a millisecond to half a minute.</summary>
    private static InstrumentAdvice<double> Buckets => new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };
}
