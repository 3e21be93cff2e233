using Microsoft.Extensions.Logging;
using SecretMagic.Storage.Work;

namespace SecretMagic.Runtime;

/// <summary>
/// Claims batches and works on them until it is stopped. Any number of workers share one database: each batch is with one of them. What a worker that dies
/// leaves goes on with another, when its lease has ended. A batch that fails, and a database that cannot be reached, end no worker. Each of them
/// queues what falls due by schedules, too.
/// </summary>
/// <param name="store">The metadata.</param>
/// <param name="options">How it works.</param>
/// <param name="say">Told what people should know, from any thread.</param>
public sealed class Worker(MetadataStore store, WorkerOptions options, Action<string> say)
{
    private const int ShortestPoll = 150, PollSpread = 200;
    private readonly ILogger _log = store.Loggers.CreateLogger<Worker>();

    /// <summary>Works; returns when it was stopped and has given back what it had, or when nothing waits and it was asked to end then.</summary>
    /// <param name="stop">Claims nothing more, and gives back what runs.</param>
    public async Task Run(CancellationToken stop)
    {
        _log.WorkerBegan(options.Name, options.Concurrency);
        using var ended = new CancellationTokenSource();
        var reaper = Reap(ended.Token);
        var scheduler = options.UntilIdle ? Task.CompletedTask : new Scheduler(store, options.Name, say).Run(ended.Token);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Concurrency).Select(lane => Claims(lane, stop)));
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(reaper, scheduler);
        }

        _log.WorkerEnded(options.Name);
    }

    private Task Claims(int lane, CancellationToken stop)
    {
        var turn = 0;
        return Outage.Keep(
            token => Claim(lane, turn++, token), failure => say($"the metadata database cannot be used, it is asked again: {failure.Message}"),
            store.Time, stop);
    }

    /// <summary>Claims a batch and works on it.</summary>
    /// <returns>How long to wait then; null when nothing waits and it was asked to end then.</returns>
    private async Task<TimeSpan?> Claim(int lane, int turn, CancellationToken stop)
    {
        var asked = store.Time.GetTimestamp();
        if (await store.Journal.Claims.Claim(options.Name, options.Lease, options.LimitPerClient, stop) is { } claim)
        {
            await Work(claim, asked, stop);
            return TimeSpan.Zero;
        }

        return options.UntilIdle && !await store.Journal.Claims.Waits(stop) ? null : Poll(lane, turn);
    }

    private async Task Work(WorkClaim claim, long asked, CancellationToken stop)
    {
        using var scope = _log.BeginScope(LogScope.Of(null, claim.Batch, null));
        await using var lease = new WorkLease(store.Journal.Claims, claim, asked, options, store.Time);
        try
        {
            await new WorkRun(store, options, claim, lease, say).Run(stop);
        }
#pragma warning disable CA1031 // a defect on the way of one batch: its lease ends and another attempt follows; the others go on
        catch (Exception failure)
#pragma warning restore CA1031 // only the catch above is broad
        {
            _log.WorkStopped(failure, claim.Batch.Value);
            say($"{claim.Batch}: left to its lease: {failure.Message}");
        }
    }

    /// <summary>Frees what workers that died had; each worker looks for all of them.</summary>
    private Task Reap(CancellationToken ended) => Outage.Keep(
        async token =>
        {
            var freed = await store.Journal.Claims.Reap(token);
            if (freed > 0) say($"{freed} batches of workers that are not heard of are free again");
            return options.Lease / 3;
        },
        _ => { }, store.Time, ended);

    /// <summary>A quarter of a second, spread so that workers do not ask all at once: what is random of it is the worker's name.</summary>
    private TimeSpan Poll(int lane, int turn) =>
        TimeSpan.FromMilliseconds(ShortestPoll + (uint)HashCode.Combine(options.Name, lane, turn) % PollSpread);
}
