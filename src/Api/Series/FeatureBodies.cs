using SecretMagic.Domain;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Api;

/// <summary>The bodies of features that were read last, at most so many: features that did not change are written once.</summary>
internal sealed class FeatureBodies
{
    private const int Slots = 1_024;

    /// <summary>Larger ones are written for each read, so that all together stay below 64 MiB.</summary>
    private const int MostBytes = 1 << 16;

    private readonly FeatureBody?[] _bodies = new FeatureBody?[Slots];

    internal FeatureBody Of(TenantId client, ShardFeatures features)
    {
        ref var slot = ref _bodies[(uint)HashCode.Combine(client, string.GetHashCode(features.Series, StringComparison.Ordinal)) % Slots];
        if (Volatile.Read(ref slot) is { } known && ReferenceEquals(known.Features, features)) return known;
        var body = new FeatureBody(features);
        if (body.Utf8.Length <= MostBytes) Volatile.Write(ref slot, body);
        return body;
    }
}
