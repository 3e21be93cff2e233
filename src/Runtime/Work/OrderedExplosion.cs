using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Explosions;
using SecretMagic.Pipeline;
using Batch = SecretMagic.Domain.Batches.Batch;

namespace SecretMagic.Runtime;

/// <summary>
/// An explosion as a batch orders it: the files that <c>explode</c> writes, as a result of the client in the lake. What the client's explosions are told
/// goes out while the claim holds; an explosion whose batch is over is ended by the next one.
/// </summary>
internal static class OrderedExplosion
{
    private static readonly FeatureSetName Set = FeatureSetName.Parse("explosion");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static async Task<BatchResult> Run(ClientRun run, WorkOrder order, IProgress<Pipeline.BatchProgress> progress, CancellationToken token)
    {
        await Begin(run, token);
        try
        {
            var made = await run.Logged(() => Publish(run, order, progress, token), result => result.RequirementRows);
            await Tell(run, stamp => new ExplosionCommand.Complete(run.Client, stamp, run.Id, made.RequirementRows), token);
            var current = await run.Store.Lake.Current(run.Client, ResultKind.Requirements, Set, token);
            return new BatchResult(current!.Location, made.RequirementRows, []);
        }
        catch (OperationCanceledException)
        {
            await EndCancelled(run);
            throw;
        }
        catch (Exception failure) when (!token.IsCancellationRequested)
        {
            await Tell(run, stamp => new ExplosionCommand.Fail(run.Client, stamp, run.Id, failure.Message), token);
            throw;
        }
    }

    private static async Task<ExplosionManifest> Publish(
        ClientRun run, WorkOrder order, IProgress<Pipeline.BatchProgress> progress, CancellationToken token)
    {
        using var files = await OrderedFiles.Of(run, order, token);
        ExplosionManifest? made = null;
        var reply = await run.Store.Lake.Publish(
            run.Client, ResultKind.Requirements, Set, run.Id, run.Attempt, run.Stamp, order,
            folder =>
            {
                made = ExplosionBatch.Run(NamedOptions.Explosion(name => files[name], folder), progress, run.Store.Time, token).Report;
                return (made.RequirementRows, made.Fingerprint);
            },
            token);
        return reply is Reply.Rejected refusal ? throw new RefusedException(refusal, run.Client.Value) : made!;
    }

    /// <summary>Explosions of a client run one at a time; one whose batch is over, without its end having been told, is no more.</summary>
    private static async Task Begin(ClientRun run, CancellationToken token)
    {
        while (true)
        {
            var told = await Tell(run, stamp => new ExplosionCommand.Start(run.Client, stamp, run.Id), token);
            if (told.Reply is not Reply.Rejected refusal) return;
            if (told.State.Batch is not { } other || await IsOpen(run, other, token)) throw new IOException(refusal.Reason);
            await Tell(run, stamp => new ExplosionCommand.Fail(run.Client, stamp, other, $"Batch {other} ended without an explosion."), token);
        }
    }

    /// <summary>A batch that was cancelled takes its explosion with it; one that goes on elsewhere keeps it.</summary>
    private static async Task EndCancelled(ClientRun run)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (await IsOpen(run, run.Id, patience.Token)) return;
            await Tell(run, stamp => new ExplosionCommand.Fail(run.Client, stamp, run.Id, "The batch was cancelled."), patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException || Outage.IsOne(failure))
        {
            // The next explosion ends it.
        }
    }

    private static async Task<bool> IsOpen(ClientRun run, BatchId batch, CancellationToken token) =>
        (await run.Store.Read<Batch>(EntityId.Batch(batch), token)).Status is BatchStatus.Queued or BatchStatus.Running;

    private static Task<Answered<Explosion>> Tell(ClientRun run, Func<Stamp, ExplosionCommand> wish, CancellationToken token)
    {
        var command = wish(Stamp.Create(CommandId.Parse($"{Guid.CreateVersion7()}"), run.Stamp.Who, run.Store.Time.GetUtcNow()));
        return Outage.Outlast(stop => run.Store.Tell<Explosion>(command, stop), run.Store.Time, token);
    }
}
