using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Work;
using Batch = SecretMagic.Domain.Batches.Batch;

namespace SecretMagic.Runtime;

/// <summary>
/// Work on one claimed batch, from its start to its end. Whatever happens, the batch goes on: done, failed, tried again, given back, or with another worker.
/// </summary>
/// <param name="store">The metadata.</param>
/// <param name="options">How the worker works.</param>
/// <param name="claim">The batch.</param>
/// <param name="lease">The claim, as long as it holds.</param>
/// <param name="say">Told what people should know.</param>
internal sealed class WorkRun(MetadataStore store, WorkerOptions options, WorkClaim claim, WorkLease lease, Action<string> say)
{
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(5), ReportPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1);
    private readonly ILogger _log = store.Loggers.CreateLogger<WorkRun>();

    /// <summary>Works until the batch is over or goes elsewhere.</summary>
    /// <param name="stop">The worker ends: the batch is given back.</param>
    internal async Task Run(CancellationToken stop)
    {
        try
        {
            if (await Start() is { } attempt) await Finish(attempt, stop);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested)
        {
            Lost();
        }
    }

    /// <summary>Starts the next attempt; null when the batch is over, or its client may not be processed.</summary>
    private async Task<WorkAttempt?> Start()
    {
        var state = await Outage.Outlast(stop => store.Read<Batch>(EntityId.Batch(claim.Batch), stop), store.Time, lease.Lost);
        var tenant = state.Client;
        var client = await Outage.Outlast(stop => store.Read<Client>(EntityId.Client(tenant), stop), store.Time, lease.Lost);
        if (!client.TryClear(tenant, out var clearance, out var refusal))
        {
            if (refusal.Code == "tenant-moving") await Release(BusyPause);
            else await Cancel(refusal);
            return null;
        }

        var attempt = state.Attempt + 1;
        var answered = await Tell(stamp => new BatchCommand.Start(claim.Batch, stamp, clearance, attempt, options.Name));
        if (answered.Reply is Reply.Rejected { Code: "revision-changed" } changed) await Cancel(changed);
        else if (answered.Reply is Reply.Rejected) await Release(TimeSpan.Zero);
        else if (answered.State.Status == BatchStatus.Failed) say($"{claim.Batch}: failed: {answered.State.Error}");
        if (answered.State is not { Status: BatchStatus.Running } running || running.Attempt != attempt || running.Worker != options.Name) return null;
        say($"{claim.Batch}: attempt {attempt} for {tenant}");
        return new WorkAttempt(claim.Batch, attempt, clearance, state.Work, state.Order, running.Progress.Done, new ProgressTally()) { Trace = running.Trace };
    }

    private async Task Finish(WorkAttempt attempt, CancellationToken stop)
    {
        // The trace of whoever queued it goes on here, in whichever process.
        using var trace = new Activity("batch");
        if (attempt.Trace is { } caller) trace.SetParentId(caller);
        trace.Start();
        using var run = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, stop);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost);
        var reports = Report(attempt, over.Token);
        try
        {
            var result = await Compute(attempt, run.Token);
            await over.CancelAsync();
            await reports;
            var told = await Tell(stamp => new BatchCommand.Complete(attempt.Batch, stamp, attempt.Number, result));
            if (told.Reply is Reply.Rejected) Lost();
            else say($"{attempt.Batch}: done, {result.Rows:N0} rows in {result.Place}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !lease.Lost.IsCancellationRequested)
        {
            await GiveBack(attempt, "");
        }
        catch (RefusedException refused) when (refused.Rejection.Code == "explosion-running" && !lease.Lost.IsCancellationRequested)
        {
            await GiveBack(attempt, $": {refused.Message}");
            await Release(BusyPause);
        }
#pragma warning disable CA1031 // a batch that fails, in whatever way, is the batch's own end and not the worker's
        catch (Exception failure) when (!lease.Lost.IsCancellationRequested)
#pragma warning restore CA1031 // only the catch above is broad
        {
            await Fail(attempt, failure);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _log.WorkStopped(failure, attempt.Batch.Value);
            Lost();
        }
        finally
        {
            await over.CancelAsync();
            await reports;
        }
    }

    /// <summary>The pool has leases to renew.</summary>
    private Task<BatchResult> Compute(WorkAttempt attempt, CancellationToken token)
    {
        if (attempt.Order is not { } order)
            throw new InputException("it was queued by an earlier version of the program, which did not store its inputs: queue it again with them");
        var run = new ClientRun(store, attempt.Clearance, attempt.Work, Stamp(), attempt.Batch, attempt.Number);
        return OwnThread.Run(() => attempt.Work == WorkKind.Features
            ? OrderedFeatures.Run(run, order, options.Threads, attempt.Progress, token)
            : OrderedExplosion.Run(run, order, attempt.Progress, token));
    }

    private async Task GiveBack(WorkAttempt attempt, string why)
    {
        await Tell(stamp => new BatchCommand.GiveBack(attempt.Batch, stamp, attempt.Number));
        say($"{attempt.Batch}: given back{why}");
    }

    private async Task Fail(WorkAttempt attempt, Exception failure)
    {
        var mayRetry = !Mistake.IsOne(failure)
            && failure is not RefusedException { Rejection.Code: not ("tenant-moving" or "tenant-mode-changed") };
        var told = await Tell(stamp => new BatchCommand.Fail(attempt.Batch, stamp, attempt.Number, failure.Message, mayRetry));
        if (told.Reply is Reply.Rejected)
        {
            Lost();
            return;
        }

        say($"{attempt.Batch}: attempt {attempt.Number} failed{(told.State.Status == BatchStatus.Queued ? ", another follows" : "")}: {failure.Message}");
        if (told.State.Status != BatchStatus.Queued) return;
        var pause = TimeSpan.FromSeconds(1L << Math.Min(attempt.Number - 1, 30));
        await Release(pause < LongestPause ? pause : LongestPause);
    }

    /// <summary>Says how far the run is, at most every second, and hears when it is over. A report that cannot be stored is left out.</summary>
    private async Task Report(WorkAttempt attempt, CancellationToken token)
    {
        var last = attempt.Reported;
        try
        {
            while (true)
            {
                await Task.Delay(ReportPause, store.Time, token);
                if (attempt.Progress.Now is var now && now.Done <= last) continue;
                try
                {
                    var reply = await store.Gateway.Send(new BatchCommand.Report(attempt.Batch, Stamp(), attempt.Number, now), token);
                    if (reply is Reply.Rejected { Code: "attempt-over" or "batch-not-running" }) lease.Lose();
                    last = now.Done;
                }
                catch (Exception failure) when (Outage.IsOne(failure))
                {
                    // The next one says more.
                }
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task Cancel(Reply.Rejected because)
    {
        await Tell(stamp => new BatchCommand.Cancel(claim.Batch, stamp, FreeText.Cleaned(because.Reason, 1_000)));
        say($"{claim.Batch}: cancelled: {because.Reason}");
    }

    /// <summary>Tells the batch something under one command id, also through an outage, until the claim is lost.</summary>
    private Task<Answered<Batch>> Tell(Func<Stamp, BatchCommand> wish)
    {
        var command = wish(Stamp());
        return Outage.Outlast(stop => store.Tell<Batch>(command, stop), store.Time, lease.Lost);
    }

    private Task<bool> Release(TimeSpan pause) =>
        Outage.Outlast(stop => store.Journal.Claims.Release(claim.Batch, claim.Fence, pause, stop), store.Time, lease.Lost);

    private void Lost() => say($"{claim.Batch}: another worker has it, or it was cancelled; nothing was written");

    private Stamp Stamp() => Domain.Stamp.Create(CommandId.Parse($"{Guid.CreateVersion7()}"), options.Name, store.Time.GetUtcNow());
}
