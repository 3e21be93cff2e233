using System.Diagnostics;

namespace SecretMagic.Storage.Duck;

/// <summary>The time of a statement, told when it ends in whatever way; it is a span where somebody follows a trace.</summary>
internal readonly struct QueryTime : IDisposable
{
    private readonly long _started;
    private readonly Activity? _span;

    private QueryTime(long started, Activity? span) => (_started, _span) = (started, span);

    /// <inheritdoc/>
    public void Dispose()
    {
        _span?.Dispose();
        StorageTelemetry.Query.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds);
    }

    internal static QueryTime Begin() =>
        new(Stopwatch.GetTimestamp(), Activity.Current is null ? null : StorageTelemetry.Traces.StartActivity("duckdb.query", ActivityKind.Client));
}
