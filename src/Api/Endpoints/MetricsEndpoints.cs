using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Pipeline;

namespace SecretMagic.Api;

/// <summary>What is measured, for Prometheus. It names no client.</summary>
internal static class MetricsEndpoints
{
    internal static void Map(RouteGroupBuilder root) => root.MapGet("/metrics", Metrics)
        .WithName("metrics").WithSummary("What is measured, in the text format of Prometheus.").WithTags("Health")
        .Produces<string>(StatusCodes.Status200OK, "text/plain").OpenToAll();

    private static async Task<IResult> Metrics(MetricsBook book, Readiness readiness, TimeProvider time, CancellationToken token) =>
        TypedResults.Text(MetricsText.Of(book, [.. Process(), .. await Queue(readiness, time, token)]), MetricsText.ContentType);

    private static IEnumerable<Gauge> Process()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        yield return new("process_resident_memory_bytes", "Memory of the process", "", process.WorkingSet64);
        yield return new("process_start_time_seconds", "When the process began, seconds since 1970", "", Seconds(process.StartTime.ToUniversalTime()));
        yield return new("secretmagic_build_info", "1, labelled with the version of the program", $"version=\"{Fingerprint.Software}\"", 1);
        yield return new("dotnet_gc_heap_bytes", "Memory of objects", "", GC.GetTotalMemory(forceFullCollection: false));
        yield return new("dotnet_threadpool_queue", "Work that waits for a thread", "", ThreadPool.PendingWorkItemCount);
    }

    /// <summary>Whoever scrapes should hear of the rest also while the database is away.</summary>
    private static async Task<Gauge[]> Queue(Readiness readiness, TimeProvider time, CancellationToken token)
    {
        Gauge[] found = [];
        var missing = await readiness.Missing(
            async (store, stop) =>
            {
                var (waiting, claimed, oldest) = await store.Journal.Claims.Queue(stop);
                var lag = oldest is { } since ? Math.Max(0, (time.GetUtcNow() - since).TotalSeconds) : 0;
                found =
                [
                    new("secretmagic_batches_waiting", "Batches that wait for a worker", "", waiting),
                    new("secretmagic_batches_running", "Batches that are with a worker", "", claimed),
                    new("secretmagic_batches_lag_seconds", "How long the oldest batch waits", "", lag),
                ];
            },
            token);
        return [.. found, new("secretmagic_ready", "1 when the process can do its work, as /ready says", "", missing is null ? 1 : 0)];
    }

    private static double Seconds(DateTime moment) => (moment - DateTime.UnixEpoch).TotalSeconds;
}
