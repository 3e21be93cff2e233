using SecretMagic.Domain;
using SecretMagic.Domain.Explosions;

namespace SecretMagic.Runtime;

/// <summary>
/// Tells the client's explosion how a run goes. Whoever tells has the right to explode the client's recipes, so a run that still stands there as running is
/// one whose process is gone.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="attempt">Its attempt.</param>
internal sealed class ExplosionProgress(ClientRun run, int attempt)
{
    /// <summary>It begins.</summary>
    /// <exception cref="RefusedException">It may not begin.</exception>
    public async Task Start(CancellationToken token)
    {
        var state = await run.Store.Read<Explosion>(EntityId.Explosion(run.Client), token);
        if (state is { Status: ExplosionStatus.Running, Batch: { } gone } && gone != run.Id)
            await Send(new ExplosionCommand.Fail(run.Client, StampOf("gone"), gone, "The process that ran it is gone."), token);
        await Send(new ExplosionCommand.Start(run.Client, StampOf("start"), run.Id), token);
    }

    /// <summary>It is done, and registered.</summary>
    public Task Complete(long records, CancellationToken token) =>
        Send(new ExplosionCommand.Complete(run.Client, StampOf("complete"), run.Id, records), token);

    /// <summary>It failed, also when it was stopped. What is over already stays as it is.</summary>
    public Task Fail(string error) => Told(new ExplosionCommand.Fail(run.Client, StampOf("fail"), run.Id, error), CancellationToken.None);

    private async Task Send(ExplosionCommand command, CancellationToken token)
    {
        if (await Told(command, token) is Reply.Rejected refusal) throw new RefusedException(refusal, run.Client.Value);
    }

    private Task<Reply> Told(ExplosionCommand command, CancellationToken token) => run.Store.Gateway.Send(command, token);

    /// <summary>A stamp for a step of the run: its id follows from the run's command, the step and the attempt.</summary>
    private Stamp StampOf(string step) => Stamp.Create(
        CommandId.Parse(DerivedId.Of($"explosion-{step}", $"{run.Stamp.Command.Value} {step} {attempt}", 32)), run.Stamp.Who, run.Store.Time.GetUtcNow());
}
