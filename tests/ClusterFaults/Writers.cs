using SecretMagic.Faults;

namespace SecretMagic.ClusterFaults;

/// <summary>Which process wrote what, as the database noted it.</summary>
internal static class Writers
{
    /// <summary>The clock of the database, in milliseconds.</summary>
    internal static Task<long> Clock(this Site site) => site.Count("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");

    /// <summary>How many events a process wrote behind a moment.</summary>
    internal static Task<long> Written(this Site site, Node node, long since) =>
        site.Count($"SELECT count(*) FROM events WHERE writer = '{node.Name}' AND written > to_timestamp({since} / 1000.0)");

    /// <summary>When a process wrote last, in milliseconds behind a moment; below 0 when that was before.</summary>
    internal static Task<long> LastWritten(this Site site, Node node, long since) => site.Count(
        $"SELECT coalesce((extract(epoch FROM max(written)) * 1000)::bigint - {since}, -1) FROM events WHERE writer = '{node.Name}'");

    /// <summary>How many events of clients a process wrote behind a moment although another one had spoken for the client since.</summary>
    internal static Task<long> Overlaps(this Site site, Node node, long since) => site.Count($"""
        SELECT count(*) FROM events mine WHERE writer = '{node.Name}' AND entity LIKE 'client:k%' AND written > to_timestamp({since} / 1000.0) AND EXISTS (
            SELECT 1 FROM events other WHERE other.entity = mine.entity AND other.version < mine.version AND other.writer <> mine.writer
                AND other.written > to_timestamp({since} / 1000.0))
        """);
}
