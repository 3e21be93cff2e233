using System.Collections.Immutable;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Journal;

/// <summary>What happened to one entity, to be stored whole or not at all.</summary>
/// <param name="Entity">Whose events.</param>
/// <param name="ExpectedVersion">The version they were decided on; 0 for an entity without events.</param>
/// <param name="Events">What happened and by which command, in order; at least one.</param>
/// <param name="Snapshot">The state behind them or an older one, kept unless a newer one is there; null when none is to be kept.</param>
public sealed record NewEvents(EntityId Entity, long ExpectedVersion, ImmutableArray<(Stamp Stamp, Event Event)> Events, Snapshot? Snapshot)
{
    /// <summary>What one command did.</summary>
    public NewEvents(EntityId entity, long expectedVersion, Stamp stamp, ImmutableArray<Event> events, Snapshot? snapshot)
        : this(entity, expectedVersion, [.. events.Select(happened => (stamp, happened))], snapshot)
    {
    }
}
