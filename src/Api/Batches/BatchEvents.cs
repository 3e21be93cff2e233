using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecretMagic.Domain;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>
/// A batch as server-sent events: it as it is, then whenever it is another, until it is over, the key opens nothing any more, or the process ends. The id of
/// an event is the version of the batch. A comment every <see cref="Beat"/> keeps the way open.
/// </summary>
/// <param name="watch">Looks at batches.</param>
/// <param name="store">The metadata.</param>
/// <param name="batch">Which batch.</param>
/// <param name="known">The version that the listener has; 0 for none.</param>
internal sealed class BatchEvents(BatchWatch watch, MetadataStore store, BatchId batch, long known) : IResult
{
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        watch.Join(batch);
        try
        {
            var ending = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, ending);
            var response = httpContext.Response;
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
            if (HttpMethods.IsHead(httpContext.Request.Method)) return;
            var guard = httpContext.RequestServices.GetRequiredService<Guard>();
            await Write(response.Body, () => guard.IsOpen(httpContext.Request, stop.Token), stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more, or the process ends.
        }
        finally
        {
            watch.Leave(batch);
        }
    }

    /// <summary>True when nothing happens to a batch by itself any more.</summary>
    internal static bool IsOver(BatchRow row) => row.Status is "done" or "failed" or "cancelled";

    /// <summary>Writes events until the last one.</summary>
    internal async Task Write(Stream stream, Func<Task<bool>> isOpen, CancellationToken stop)
    {
        await Send(stream, "retry: 1000\n\n", stop);
        var (version, time, last) = (known, watch.Time, watch.Time.GetTimestamp());
        while (await Looked(isOpen, stop))
        {
            if (await Row(stop) is { } row)
            {
                if (row.Version > version)
                {
                    var answer = JsonSerializer.Serialize(await BatchAnswer.Whole(store, row, stop), ApiJson.Options);
                    await Send(stream, $"id: {row.Version}\nevent: batch\ndata: {answer}\n\n", stop);
                    (version, last) = (row.Version, time.GetTimestamp());
                }

                if (IsOver(row)) return;
            }

            if (time.GetElapsedTime(last) >= Beat)
            {
                await Send(stream, ": beat\n\n", stop);
                last = time.GetTimestamp();
            }

            await Task.Delay(BatchWatch.Pause, time, stop);
        }
    }

    /// <summary>A database that is away says nothing; the listener stays.</summary>
    private static async Task<bool> Looked(Func<Task<bool>> isOpen, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            return await isOpen();
        }
        catch (Exception failure) when (MetadataStore.IsAway(failure))
        {
            return true;
        }
    }

    private async Task<BatchRow?> Row(CancellationToken stop)
    {
        try
        {
            return await watch.Look(batch).WaitAsync(stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested && (failure is OperationCanceledException || MetadataStore.IsAway(failure)))
        {
            return null;
        }
    }

    private static async Task Send(Stream stream, string text, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        await stream.FlushAsync(stop);
    }
}
