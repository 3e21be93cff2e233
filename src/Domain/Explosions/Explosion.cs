using System.Diagnostics;
using static SecretMagic.Domain.Explosions.ExplosionCommand;
using static SecretMagic.Domain.Explosions.ExplosionEvent;

namespace SecretMagic.Domain.Explosions;

/// <summary>The BOM explosions of a client: one at a time, and what the last one came to.</summary>
public sealed record Explosion : IDecider<Explosion, ExplosionCommand, ExplosionEvent>
{
    private const int MaxErrorLength = 4_000;

    /// <inheritdoc/>
    public static Explosion Initial { get; } = new();

    /// <summary>How the last one stands; 0 before the first.</summary>
    public ExplosionStatus Status { get; init; }

    /// <summary>The batch of the last one.</summary>
    public BatchId? Batch { get; init; }

    /// <summary>When one was last done.</summary>
    public DateTimeOffset? LastProcessedAt { get; init; }

    /// <summary>How many records the last one that was done had.</summary>
    public long RecordsProcessed { get; init; }

    /// <summary>Why the last one failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <inheritdoc/>
    public static Decision<ExplosionEvent> Decide(Explosion state, ExplosionCommand command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return command switch
        {
            Start wish => state.Status == ExplosionStatus.Running && state.Batch != wish.Batch
                ? Reject("explosion-running", wish, $"Batch {state.Batch} explodes its recipes: wait for its end, or have it fail.")
                : Accept(new Started(wish.Batch)),
            Complete wish => Fence(state, wish, wish.Batch)
                ?? (wish.Records < 0
                    ? Reject("records", wish, $"{wish.Records} records are none: give 0 or more.")
                    : Accept(new Completed(wish.Batch, wish.Records))),
            Fail wish => Fence(state, wish, wish.Batch) ?? Accept(new Failed(wish.Batch, FreeText.Cleaned(wish.Error, MaxErrorLength))),
            _ => throw new UnreachableException($"No explosion knows the command {command.GetType()}."),
        };
    }

    /// <inheritdoc/>
    public static Explosion Evolve(Explosion state, ExplosionEvent happened, Stamp stamp)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(stamp);
        return happened switch
        {
            Started now => state with { Status = ExplosionStatus.Running, Batch = now.Batch, Error = null },
            Completed now => state with { Status = ExplosionStatus.Done, LastProcessedAt = stamp.When, RecordsProcessed = now.Records },
            Failed now => state with { Status = ExplosionStatus.Failed, Error = now.Error },
            _ => throw new UnreachableException($"No explosion knows the event {happened}."),
        };
    }

    private static Decision<ExplosionEvent>? Fence(Explosion state, ExplosionCommand wish, BatchId batch) =>
        state.Status == ExplosionStatus.Running && state.Batch == batch
            ? null
            : Reject("explosion-not-running", wish, $"No explosion of batch {batch} runs: stop working on it.");

    private static Decision<ExplosionEvent> Accept(ExplosionEvent happened) => Decision<ExplosionEvent>.Accept(happened);

    private static Decision<ExplosionEvent> Reject(string code, ExplosionCommand command, string wrong) =>
        Decision<ExplosionEvent>.Reject(code, $"Explosion of client {command.Client}: {wrong}");
}
