using System.Collections.Immutable;
using System.Reflection;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime.Online;

/// <summary>
/// A shard as bytes: which program and plan wrote it and how far it was, then its rows as blocks, then of each series the state and the features. It is
/// read by the same program and plan only; for others the events say the same.
/// </summary>
internal static class ShardBytes
{
    private const string Magic = "secretmagic shard 2";

    private static readonly string Program =
        typeof(ShardBytes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    internal static byte[] Write(long version, OnlinePlan plan, ShardRows rows)
    {
        var sink = new ByteSink(1 << 16);
        sink.Text(Magic);
        sink.Text(Program);
        sink.Text(plan.Hash);
        sink.Signed(version);
        sink.Number((ulong)rows.Columns.Length);
        foreach (var column in rows.Columns) sink.Text(column);
        foreach (var block in Blocks(rows, plan))
        {
            var bytes = RowBlockBytes.Write(block);
            sink.Number((ulong)bytes.Length);
            sink.Bytes(bytes);
        }

        sink.Number(0);
        foreach (var entry in rows.Entries)
        {
            sink.Text(entry.Id);
            var state = entry.State!.Save();
            sink.Number((ulong)state.Length);
            sink.Bytes(state);
            foreach (var value in entry.Latest) sink.Double(value);
        }

        sink.Text(Magic);
        return sink.ToArray();
    }

    /// <summary>Null when it was not written by this program for this plan, or is damaged.</summary>
    internal static (long Version, ShardRows Rows)? Read(ReadOnlySpan<byte> bytes, OnlinePlan plan)
    {
        try
        {
            var source = new ByteSource(bytes);
            if (source.Text() != Magic || source.Text() != Program || source.Text() != plan.Hash) return null;
            var version = source.Signed();
            var rows = new ShardRows();
            rows.Widen(source.Texts());
            var touched = new List<SeriesEntry>();
            for (var length = source.Count(1); length > 0; length = source.Count(1)) rows.Add(RowBlockBytes.Read(source.Bytes(length)), 0, touched);
            using var worker = new ShardWorker(plan, rows.Columns);
            for (var at = 0; at < rows.Entries.Count; at++)
            {
                if (rows.Find(source.Text()) is not { State: null } entry) return null;
                entry.State = worker.Restore(source.Bytes(source.Count(1)));
                entry.Latest = new double[worker.Width];
                for (var column = 0; column < entry.Latest.Length; column++) entry.Latest[column] = source.Double();
                entry.IsStale = false;
            }

            return source.Text() == Magic ? (version, rows) : null;
        }
        catch (Exception damaged) when (damaged is FormatException or InvalidDataException or ArgumentException)
        {
            return null;
        }
    }

    private static IEnumerable<RowBlock> Blocks(ShardRows rows, OnlinePlan plan)
    {
        var pending = new List<(string Series, SeriesFacts Facts, int Fact)>();
        foreach (var entry in rows.Entries)
        {
            for (var fact = 0; fact < entry.Facts.Count; fact++)
            {
                pending.Add((entry.Id, entry.Facts, fact));
                if (pending.Count < RowBlock.MaxRows) continue;
                yield return Block(pending, rows.Columns, plan);
                pending.Clear();
            }
        }

        if (pending.Count > 0) yield return Block(pending, rows.Columns, plan);
    }

    private static RowBlock Block(List<(string Series, SeriesFacts Facts, int Fact)> facts, ImmutableArray<string> columns, OnlinePlan plan)
    {
        var series = new List<string>();
        var seriesOf = new int[facts.Count];
        var values = columns.Select(_ => new double[facts.Count]).ToArray();
        for (var row = 0; row < facts.Count; row++)
        {
            if (series.Count == 0 || !ReferenceEquals(series[^1], facts[row].Series)) series.Add(facts[row].Series);
            seriesOf[row] = series.Count - 1;
            var of = facts[row].Facts.Values(facts[row].Fact);
            for (var column = 0; column < values.Length; column++) values[column][row] = of[column];
        }

        return new RowBlock(
            plan.Grid.Frequency.Name, columns, [.. series], seriesOf, [.. facts.Select(fact => fact.Facts.Periods[fact.Fact])],
            [.. facts.Select(fact => fact.Facts.KnownAt[fact.Fact])], values);
    }
}
