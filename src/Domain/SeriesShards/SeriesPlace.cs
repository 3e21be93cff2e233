using System.Text;

namespace SecretMagic.Domain.SeriesShards;

/// <summary>
/// Which shard a series lies in: FNV-1a over the UTF-8 of its id, mixed as MurmurHash3 ends, modulo the number of shards. The same on every machine, for
/// ever: rows are stored by it.
/// </summary>
public static class SeriesPlace
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>The number of the shard, from 0.</summary>
    public static int Of(string series, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shards);
        return (int)(HashOf(series) % (ulong)shards);
    }

    internal static ulong HashOf(string series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var length = Encoding.UTF8.GetMaxByteCount(series.Length);
        var bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        var hash = Offset;
        foreach (var value in bytes[..Encoding.UTF8.GetBytes(series, bytes)]) hash = (hash ^ value) * Prime;

        // The last bytes of FNV-1a hardly reach the low bits, which the modulo takes.
        hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53;
        return hash ^ hash >> 33;
    }
}
