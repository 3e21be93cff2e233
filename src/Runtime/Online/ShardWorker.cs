using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Series;

namespace SecretMagic.Runtime.Online;

/// <summary>Computes the features of series from what is known of them, by one plan. One a thread.</summary>
internal sealed class ShardWorker : IDisposable
{
    /// <summary>A row this far back is put right in place; one further back has its series computed again.</summary>
    internal const int Correctable = 28;

    private readonly OnlineWorker _worker;
    private readonly ColumnBlock _block;
    private readonly double[] _row;
    private readonly int[] _from;

    /// <param name="plan">The features.</param>
    /// <param name="columns">The columns of facts.</param>
    internal ShardWorker(OnlinePlan plan, ImmutableArray<string> columns)
    {
        Plan = plan;
        _worker = plan.Features.CreateOnlineWorker(plan.Grid, SeriesAttributes.None, Correctable);
        _block = Block(plan, Correctable + 1);
        _row = new double[plan.Columns.Length];
        _from = [.. plan.Columns.Select(name => columns.IndexOf(name))];
    }

    internal OnlinePlan Plan { get; }

    /// <summary>The numbers of a row of features, the state of the row last.</summary>
    internal int Width => Plan.Features.Columns.Length;

    /// <summary>A series from what it saved.</summary>
    internal OnlineSeries Restore(ReadOnlySpan<byte> bytes) => _worker.Restore(bytes);

    /// <summary>A series from the facts that were known by a moment, and had happened.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="moment">Microseconds of UTC; the largest for all facts.</param>
    /// <param name="latest">[width] the features of its last row.</param>
    /// <returns>Null when nothing was known.</returns>
    internal OnlineSeries? Replay(SeriesFacts facts, long moment, Span<double> latest)
    {
        OnlineSeries? series = null;
        for (var fact = 0; fact < facts.Count; fact++)
        {
            var period = facts.Periods[fact];
            if (moment != long.MaxValue && Plan.Grid.MicrosOf(period) > moment) break;
            if (facts.KnownAt[fact] > moment) continue;
            if (fact + 1 < facts.Count && facts.Periods[fact + 1] == period && facts.KnownAt[fact + 1] <= moment) continue;
            series ??= _worker.Start(period);
            while (series.NextPeriod < period) AppendGap(series);
            Append(series, facts.Values(fact));
        }

        if (series is not null) Read(_block, 0, latest);
        return series;
    }

    /// <summary>Goes on from the last row of a series to the last one that is known.</summary>
    internal void Extend(OnlineSeries series, SeriesFacts facts, Span<double> latest)
    {
        if (series.NextPeriod > facts.LastPeriod) return;
        while (series.NextPeriod <= facts.LastPeriod)
        {
            if (facts.Current(series.NextPeriod) is >= 0 and var fact) Append(series, facts.Values(fact));
            else AppendGap(series);
        }

        Read(_block, 0, latest);
    }

    /// <summary>True when <see cref="Correct"/> reaches a period.</summary>
    internal static bool Reaches(OnlineSeries series, long period) => period >= Math.Max(series.FirstPeriod, series.NextPeriod - Correctable);

    /// <summary>Puts an earlier row right, and those behind it.</summary>
    internal void Correct(OnlineSeries series, SeriesFacts facts, long period, Span<double> latest)
    {
        _block.Clear();
        var written = _worker.Correct(series, period, Row(facts.Values(facts.Current(period))), _block, 0, 0);
        Read(_block, written - 1, latest);
    }

    /// <summary>A block of a plan's features that keeps the reasons of nulls.</summary>
    internal static ColumnBlock Block(OnlinePlan plan, int rows) => new(plan.Features.Columns, rows, keepsReasons: true);

    /// <summary>The numbers of a row of a block; for null the NaN of its reason.</summary>
    internal static void Read(ColumnBlock block, int row, Span<double> values)
    {
        for (var column = 0; column < values.Length; column++) values[column] = Read(block, row, column);
    }

    /// <summary>A number of a block; for null the NaN of its reason.</summary>
    internal static double Read(ColumnBlock block, int row, int column)
    {
        var isKnown = (block.Validity(column)[row >> 6] >> (row & 63) & 1) != 0;
        return !isKnown ? ReasonNan.Of((NanReason)block.Reasons(column)[row]) : block.Columns[column].Type switch
        {
            ColumnType.Float64 => block.Values<double>(column)[row],
            ColumnType.Float32 => block.Values<float>(column)[row],
            ColumnType.UInt8 => block.Values<byte>(column)[row],
            _ => block.Values<int>(column)[row],
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _worker.Dispose();
        _block.Dispose();
    }

    private void Append(OnlineSeries series, ReadOnlySpan<double> values)
    {
        _block.Clear();
        _worker.Append(series, Row(values), _block, 0, 0);
    }

    private void AppendGap(OnlineSeries series)
    {
        _row.AsSpan().Fill(double.NaN);
        _block.Clear();
        _worker.Append(series, _row, _block, 0, 0);
    }

    private ReadOnlySpan<double> Row(ReadOnlySpan<double> values)
    {
        for (var column = 0; column < _row.Length; column++) _row[column] = _from[column] < 0 ? double.NaN : values[_from[column]];
        return _row;
    }
}
