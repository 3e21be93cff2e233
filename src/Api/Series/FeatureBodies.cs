using System.Collections.Concurrent;
using SecretMagic.Domain;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Api;

/// <summary>
/// The bodies of features that were read last, at most so many. Features that did not change are written once, and features that were looked at a moment ago
/// are not asked for again unless rows came through this process meanwhile.
/// </summary>
internal sealed class FeatureBodies(TimeProvider time)
{
    private const int Slots = 1_024;

    /// <summary>Larger ones are written for each read, so that all together stay below 64 MiB.</summary>
    private const int MostBytes = 1 << 16;

    private readonly Held?[] _held = new Held?[Slots];
    private readonly ConcurrentDictionary<TenantId, long> _changes = new();

    /// <summary>Goes up with rows and plans that this process takes for a client.</summary>
    internal long Changes(TenantId client) => _changes.GetValueOrDefault(client);

    /// <summary>Rows or a plan of a client are stored: no read that begins from now on sees what was before.</summary>
    internal void Changed(TenantId client) => _changes.AddOrUpdate(client, 1, (_, changes) => changes + 1);

    /// <summary>What a look found that is not older than this and saw every change; null when there is none.</summary>
    internal FeatureBody? Looked(TenantId client, string series, TimeSpan mayBeOld) =>
        Volatile.Read(ref SlotOf(client, series)) is { } held && held.Client == client && held.Body.Features.Series == series
        && held.Changes == Changes(client) && time.GetElapsedTime(held.Since) < mayBeOld
            ? held.Body
            : null;

    /// <summary>The body of features.</summary>
    /// <param name="client">Whose they are.</param>
    /// <param name="features">The features.</param>
    /// <param name="changes">The changes before they were asked for.</param>
    /// <param name="since">When that was, in ticks of the clock.</param>
    internal FeatureBody Of(TenantId client, ShardFeatures features, long changes, long since)
    {
        ref var slot = ref SlotOf(client, features.Series);
        var known = Volatile.Read(ref slot);
        var body = known is not null && ReferenceEquals(known.Body.Features, features) ? known.Body : new FeatureBody(features);
        if (body.Utf8.Length <= MostBytes) Volatile.Write(ref slot, new Held(client, body, changes, since));
        return body;
    }

    private ref Held? SlotOf(TenantId client, string series) =>
        ref _held[(uint)HashCode.Combine(client, string.GetHashCode(series, StringComparison.Ordinal)) % Slots];

    private sealed record Held(TenantId Client, FeatureBody Body, long Changes, long Since);
}
