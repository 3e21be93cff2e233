using System.Diagnostics;
using static SecretMagic.Domain.SeriesShards.SeriesShardCommand;
using static SecretMagic.Domain.SeriesShards.SeriesShardEvent;

namespace SecretMagic.Domain.SeriesShards;

/// <summary>A shard of a client's series: who owns its feature state, under which plan it was computed, and how far.</summary>
public sealed record SeriesShard : IDecider<SeriesShard, SeriesShardCommand, SeriesShardEvent>
{
    /// <inheritdoc/>
    public static SeriesShard Initial { get; } = new();

    /// <summary>The last lease; only its owner may change the state.</summary>
    public int Lease { get; init; }

    /// <summary>Who owns the state; null when nobody does.</summary>
    public string? Owner { get; init; }

    /// <summary>The plan of features that the state belongs to; 0 before the first.</summary>
    public long PlanVersion { get; init; }

    /// <summary>The last day in the state; null when it holds none.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>Where the state lies; null when there is none.</summary>
    public string? State { get; init; }

    /// <inheritdoc/>
    public static Decision<SeriesShardEvent> Decide(SeriesShard state, SeriesShardCommand command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return command switch
        {
            Acquire wish => wish.Lease != state.Lease + 1
                ? Reject("lease-taken", wish, $"Lease {state.Lease} was given last; lease {wish.Lease} cannot follow: look again who owns it.")
                : FreeText.Refusal("The owner", wish.Owner, 200) is { } wrong ? Reject("owner", wish, wrong)
                : Accept(new Acquired(wish.Lease, wish.Owner, state.Owner)),
            ChangePlan wish => Fence(state, wish, wish.Lease)
                ?? (wish.PlanVersion > state.PlanVersion
                    ? Accept(new PlanChanged(wish.Lease, wish.PlanVersion, state.PlanVersion))
                    : Reject("plan-old", wish, $"It is under plan {state.PlanVersion} already; plan {wish.PlanVersion} is not newer.")),
            Advance wish => Fence(state, wish, wish.Lease) ?? OfAdvance(state, wish),
            Release wish => Fence(state, wish, wish.Lease) ?? Accept(new Released(wish.Lease, state.Owner!)),
            _ => throw new UnreachableException($"No shard knows the command {command.GetType()}."),
        };
    }

    /// <inheritdoc/>
    public static SeriesShard Evolve(SeriesShard state, SeriesShardEvent happened, Stamp stamp)
    {
        ArgumentNullException.ThrowIfNull(state);
        return happened switch
        {
            Acquired now => state with { Lease = now.Lease, Owner = now.Owner },
            PlanChanged now => state with { PlanVersion = now.PlanVersion, Through = null, State = null },
            Advanced now => state with { Through = now.Through, State = now.State },
            Released => state with { Owner = null },
            _ => throw new UnreachableException($"No shard knows the event {happened}."),
        };
    }

    private static Decision<SeriesShardEvent> OfAdvance(SeriesShard state, Advance wish)
    {
        if (state.PlanVersion == 0 || wish.PlanVersion != state.PlanVersion)
            return Reject("plan-other", wish, $"It is under plan {state.PlanVersion}, the rows under plan {wish.PlanVersion}: compute them under its plan.");
        if (wish.Through <= state.Through)
            return Reject("rows-old", wish, $"It holds the rows up to {state.Through:yyyy-MM-dd}; {wish.Through:yyyy-MM-dd} is not later.");
        return FreeText.Refusal("The place of the state", wish.State, 500) is { } wrong
            ? Reject("state", wish, wrong)
            : Accept(new Advanced(wish.Lease, wish.PlanVersion, wish.Through, wish.State));
    }

    private static Decision<SeriesShardEvent>? Fence(SeriesShard state, SeriesShardCommand wish, int lease) =>
        state.Owner is null ? Reject("shard-not-owned", wish, "Nobody owns it: acquire it first.")
        : lease != state.Lease ? Reject("lease-over", wish, $"Lease {state.Lease} of {state.Owner} holds, not lease {lease}: stop working on it.")
        : null;

    private static Decision<SeriesShardEvent> Accept(SeriesShardEvent happened) => Decision<SeriesShardEvent>.Accept(happened);

    private static Decision<SeriesShardEvent> Reject(string code, SeriesShardCommand command, string wrong) =>
        Decision<SeriesShardEvent>.Reject(code, $"Shard {command.Shard}: {wrong}");
}
