using System.Collections.Immutable;
using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Storage.Tables;
using SecretMagic.Storage.Wire;

namespace SecretMagic.Storage.Journal;

/// <summary>Events in writing, with what they change in the tables: made by the caller's thread, so the one that commits has little to do.</summary>
internal sealed class PreparedAppend(NewEvents events, CancellationToken token)
{
    private const string SnapshotSql = """
        INSERT INTO snapshots (entity, version, manifest, payload) VALUES ($1, $2, $3, $4)
        ON CONFLICT (entity) DO UPDATE SET version = excluded.version, manifest = excluded.manifest, payload = excluded.payload
        WHERE excluded.version > snapshots.version
        """;

    internal NewEvents Events { get; } = events.Events.Length > 0 ? events : throw new ArgumentException("An append has at least one event.", nameof(events));

    internal ImmutableArray<(Stamp Stamp, string Manifest, string Json)> Written { get; } = [.. events.Events.Select(Write)];

    internal ImmutableArray<TableChange> Changes { get; } =
    [
        .. events.Events.Select((now, at) => new Recorded(events.Entity, events.ExpectedVersion + 1 + at, now.Stamp, now.Event))
            .SelectMany(recorded => TableWriter.Of(recorded).Concat(ClaimTable.Of(recorded))),
        .. events.Snapshot is { } kept
            ? [new TableChange(SnapshotSql, events.Entity.Value, kept.Version, kept.Manifest, new WrittenJson(kept.Json))]
            : Array.Empty<TableChange>(),
    ];

    /// <summary>The span of the caller; the one that commits has none of its own.</summary>
    internal ActivityContext Caller { get; } = Activity.Current?.Context ?? default;

    /// <summary>The caller gave up before anything was tried.</summary>
    internal bool IsAbandoned => token.IsCancellationRequested;

    internal TaskCompletionSource<AppendOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static (Stamp Stamp, string Manifest, string Json) Write((Stamp Stamp, Event Event) now)
    {
        var (manifest, json) = ProtocolJson.Write(now.Event);
        return (now.Stamp, manifest, json);
    }
}
