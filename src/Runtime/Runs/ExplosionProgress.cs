using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Explosions;

namespace SecretMagic.Runtime;

/// <summary>
/// Tells the client's explosion how a run goes; one runs at a time. A batch runs as long as it is queued or running, with whichever worker; a run beside the
/// queue as long as its process holds the client's lock on the lake. One that stands there as running and is neither is gone, and the next one ends it.
/// </summary>
/// <param name="run">The run.</param>
internal sealed class ExplosionProgress(ClientRun run)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>It begins. What is returned is to be held until it is over.</summary>
    /// <exception cref="RefusedException">It may not begin.</exception>
    public async Task<IDisposable?> Start(CancellationToken token)
    {
        var isBatch = await IsOpen(run.Id, token);
        var held = isBatch ? null : Hold();
        try
        {
            while (await Told(new ExplosionCommand.Start(run.Client, StampOf("start"), run.Id), token) is Reply.Rejected refusal)
            {
                var state = await run.Store.Read<Explosion>(EntityId.Explosion(run.Client), token);
                if (state is not { Status: ExplosionStatus.Running, Batch: { } other } || other == run.Id || await IsOpen(other, token))
                    throw new RefusedException(refusal, run.Client.Value);
                using var nobody = isBatch ? Hold() : null;
                await Told(new ExplosionCommand.Fail(run.Client, StampOf($"gone {other}"), other, "The process that ran it is gone."), token);
            }

            return held;
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>It is done, and registered; whatever the status says meanwhile, readers have it.</summary>
    public Task Complete(long records, CancellationToken token) =>
        Told(new ExplosionCommand.Complete(run.Client, StampOf("complete"), run.Id, records), token);

    /// <summary>It failed. A batch that was stopped while it goes on elsewhere keeps its explosion; what is over already stays as it is.</summary>
    /// <param name="error">Why.</param>
    /// <param name="isStopped">Whether it was stopped from outside.</param>
    public async Task Fail(string error, bool isStopped)
    {
        using var patience = new CancellationTokenSource(Patience, run.Store.Time);
        try
        {
            if (isStopped && await IsOpen(run.Id, patience.Token)) return;
            await Told(new ExplosionCommand.Fail(run.Client, StampOf("fail"), run.Id, error), patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException || Outage.IsOne(failure))
        {
            // The next one ends it.
        }
    }

    private IDisposable Hold() => run.Store.Lake.TryHold(run.Client, "explosion") ?? throw new RefusedException(
        new Reply.Rejected("explosion-running", $"Another process explodes the recipes of client {run.Client}: wait for its end."), run.Client.Value);

    private async Task<bool> IsOpen(BatchId batch, CancellationToken token) =>
        (await run.Store.Read<Batch>(EntityId.Batch(batch), token)).Status is BatchStatus.Queued or BatchStatus.Running;

    private Task<Reply> Told(ExplosionCommand command, CancellationToken token) => run.Store.Gateway.Send(command, token);

    /// <summary>A stamp for a step of the run: its id follows from the run's command, the step and the attempt.</summary>
    private Stamp StampOf(string step) => Stamp.Create(
        CommandId.Parse(DerivedId.Of("explosion", $"{run.Stamp.Command.Value} {step} {run.Attempt}", 32)), run.Stamp.Who, run.Store.Time.GetUtcNow());
}
