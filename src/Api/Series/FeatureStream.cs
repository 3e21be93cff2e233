using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Api;

/// <summary>Features as server-sent events: an event for each change, a comment where nothing changes for a while.</summary>
internal static class FeatureStream
{
    internal const string Media = "text/event-stream";

    /// <summary>Proxies end what says nothing for longer.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly byte[] Beat = ": nothing changed\n\n"u8.ToArray();

    /// <param name="response">Where to.</param>
    /// <param name="changes">The latest features behind each change.</param>
    /// <param name="now">Asks for the features now: the first event.</param>
    /// <param name="time">The clock of heartbeats.</param>
    /// <param name="stop">Ends it.</param>
    internal static async Task Write(
        HttpResponse response, IAsyncEnumerable<ShardFeatures> changes, Func<Task<ShardFeatures?>> now, TimeProvider time, CancellationToken stop)
    {
        response.ContentType = Media;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(response.HttpContext.Request.Method)) return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var change = changes.GetAsyncEnumerator(over.Token);
        // Listened first, then asked: no change falls between the two.
        var next = change.MoveNextAsync().AsTask();
        try
        {
            ShardFeatures? last = null;
            if (await now() is { } first) await Tell(first);
            while (true)
            {
                try
                {
                    if (!await next.WaitAsync(Heartbeat, time, stop)) return;
                }
                catch (TimeoutException) when (!next.IsCompleted)
                {
                    response.BodyWriter.Write(Beat);
                    await response.BodyWriter.FlushAsync(stop);
                    continue;
                }

                var features = change.Current;
                next = change.MoveNextAsync().AsTask();
                if (last is null || features.Version > last.Version || features.Plan.Hash != last.Plan.Hash) await Tell(features);
            }

            async Task Tell(ShardFeatures features)
            {
                last = features;
                var head = string.Create(CultureInfo.InvariantCulture, $"event: features\nid: {features.Version}\ndata: ");
                response.BodyWriter.Write(Encoding.ASCII.GetBytes(head));
                response.BodyWriter.Write(new FeatureBody(features).Utf8);
                response.BodyWriter.Write("\n\n"u8);
                await response.BodyWriter.FlushAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader went, or the process ends: it may connect again.
        }
        finally
        {
            // It is not left while it waits.
            await over.CancelAsync();
            await Task.WhenAny(next);
        }
    }
}
