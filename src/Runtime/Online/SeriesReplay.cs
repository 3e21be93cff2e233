using System.Collections.Frozen;
using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Series;

namespace SecretMagic.Runtime.Online;

/// <summary>Features of a series' rows by the kernels of a batch, from what is known now. Memory: the panel of the series, and the answer.</summary>
internal static class SeriesReplay
{
    private const int BlockRows = 1_024;

    /// <param name="entry">The series; it has facts.</param>
    /// <param name="facts">The columns of its facts.</param>
    /// <param name="plan">What is computed.</param>
    /// <param name="version">The version of its shard.</param>
    /// <param name="span">Which rows are answered.</param>
    /// <param name="wanted">Which columns are; null for all.</param>
    /// <param name="mostRows">With more rows only their number is.</param>
    internal static SeriesTable Of(
        SeriesEntry entry, ImmutableArray<string> facts, OnlinePlan plan, long version, HistorySpan span, FrozenSet<string>? wanted, int mostRows)
    {
        var (first, last) = (entry.Facts.FirstPeriod, entry.Facts.LastPeriod);
        var begin = First(plan.Grid, first, last, span.From);
        var end = First(plan.Grid, first, last, span.To == long.MaxValue ? long.MaxValue : span.To + 1);
        var rows = checked((int)Math.Max(0, end - begin));
        int[] told = [.. Enumerable.Range(0, plan.Columns.Length).Where(at => wanted?.Contains(plan.Columns[at]) != false)];
        int[] made = [.. Enumerable.Range(0, plan.Features.Columns.Length).Where(at => wanted?.Contains(plan.Features.Columns[at].Name) != false)];
        ImmutableArray<SeriesTable.Column> columns =
        [
            .. told.Select(at => new SeriesTable.Column(new BlockColumn(plan.Columns[at], ColumnType.Float64), IsFeature: false)),
            .. made.Select(at => new SeriesTable.Column(plan.Features.Columns[at], IsFeature: true)),
        ];
        if (rows == 0 || rows > mostRows) return new SeriesTable(entry.Id, version, plan, begin, rows, [], columns, []);

        var isPresent = new bool[rows];
        var values = columns.Select(_ => new double[rows]).ToArray();
        using var panel = PanelOf(entry.Facts, facts, plan);
        foreach (var period in entry.Facts.Periods)
            if (period >= begin && period < end) isPresent[period - begin] = true;
        var skip = (int)(begin - first);
        for (var column = 0; column < told.Length; column++) panel.Values(told[column], 0).Slice(skip, rows).CopyTo(values[column]);
        Compute(plan, panel, skip, rows, made, values.AsSpan(told.Length));
        return new SeriesTable(entry.Id, version, plan, begin, rows, isPresent, columns, values);
    }

    /// <summary>The first period of [first, last + 1] that starts at a moment or later.</summary>
    private static long First(TimeGrid grid, long first, long last, long micros)
    {
        var (low, high) = (first, last + 1);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (grid.MicrosOf(middle) < micros) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>A row behind the last one keeps the batch from taking that for a day to come; features do not look at it.</summary>
    private static SeriesPanel PanelOf(SeriesFacts facts, ImmutableArray<string> names, OnlinePlan plan)
    {
        var length = checked((int)(facts.LastPeriod - facts.FirstPeriod + 1));
        var panel = new SeriesPanel(plan.Grid, plan.Columns, [facts.FirstPeriod], [length + 1]);
        for (var column = 0; column < plan.Columns.Length; column++)
        {
            var values = panel.Values(column, 0);
            var from = names.IndexOf(plan.Columns[column]);
            values[^1] = 0;
            for (var fact = 0; fact < facts.Count && from >= 0; fact++) values[(int)(facts.Periods[fact] - facts.FirstPeriod)] = facts.Values(fact)[from];
        }

        return panel;
    }

    private static void Compute(OnlinePlan plan, SeriesPanel panel, int skip, int rows, int[] made, Span<double[]> values)
    {
        using var worker = plan.Features.CreateWorker(panel, SeriesAttributes.None);
        using var block = ShardWorker.Block(plan, BlockRows);
        var state = new double[plan.Features.StateLength];
        for (var at = 0; at < skip + rows; at += BlockRows)
        {
            var count = Math.Min(BlockRows, skip + rows - at);
            block.Clear();
            worker.Compute(0, at, count, state, block, 0, 0);
            for (var row = Math.Max(0, skip - at); row < count; row++)
                for (var column = 0; column < made.Length; column++) values[column][at + row - skip] = ShardWorker.Read(block, row, made[column]);
        }
    }
}
