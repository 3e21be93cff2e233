using System.Collections.Immutable;

namespace SecretMagic.Domain.SeriesShards;

/// <summary>
/// Rows of series: for each its series, its period on the grid, its values and when they became known. A row is whole: it replaces all that was known of its
/// period before. Rows stand in the order in which they came; of two that became known at the same time the later one counts. Immutable.
/// </summary>
public sealed class RowBlock
{
    /// <summary>The most rows of a block.</summary>
    public const int MaxRows = 65_536;

    /// <summary>The longest id of a series.</summary>
    public const int MaxSeriesLength = 200;

    private readonly int[] _seriesOf;
    private readonly long[] _periods;
    private readonly long[] _knownAt;
    private readonly double[][] _values;

    /// <summary>Takes the arrays; they are not changed afterwards.</summary>
    /// <param name="frequency">The step of the grid that periods count, such as <c>1d</c>.</param>
    /// <param name="columns">The names of the values.</param>
    /// <param name="series">The ids of the series, each once.</param>
    /// <param name="seriesOf">[rows] the position of each row's series.</param>
    /// <param name="periods">[rows] the period of each row.</param>
    /// <param name="knownAt">[rows] when each became known, microseconds of UTC from 1970-01-01; empty: when the command was given.</param>
    /// <param name="values">[columns][rows] the values; NaN for a missing one.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other, or a position is none.</exception>
    public RowBlock(
        string frequency, ImmutableArray<string> columns, ImmutableArray<string> series, int[] seriesOf, long[] periods, long[] knownAt, double[][] values)
    {
        ArgumentNullException.ThrowIfNull(seriesOf);
        ArgumentNullException.ThrowIfNull(periods);
        ArgumentNullException.ThrowIfNull(knownAt);
        ArgumentNullException.ThrowIfNull(values);
        var rows = seriesOf.Length;
        if (periods.Length != rows || (knownAt.Length != rows && knownAt.Length != 0) || values.Length != columns.Length
            || Array.Exists(values, column => column.Length != rows))
            throw new ArgumentException("A block has as many periods and values as rows.", nameof(values));
        foreach (var at in seriesOf)
            if ((uint)at >= (uint)series.Length) throw new ArgumentException($"A row is of series {at}; there are {series.Length}.", nameof(seriesOf));
        (Frequency, Columns, Series) = (frequency, columns, series);
        (_seriesOf, _periods, _knownAt, _values) = (seriesOf, periods, knownAt, values);
    }

    /// <summary>The step of the grid.</summary>
    public string Frequency { get; }

    /// <summary>The names of the values.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>The ids of the series.</summary>
    public ImmutableArray<string> Series { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => _seriesOf.Length;

    /// <summary>[rows] the position of each row's series in <see cref="Series"/>.</summary>
    public ReadOnlySpan<int> SeriesOf() => _seriesOf;

    /// <summary>[rows] the period of each row.</summary>
    public ReadOnlySpan<long> Periods() => _periods;

    /// <summary>[rows] when each became known, microseconds of UTC; empty: when the command was given.</summary>
    public ReadOnlySpan<long> KnownAt() => _knownAt;

    /// <summary>[rows] the values of a column; NaN for a missing one.</summary>
    public ReadOnlySpan<double> Values(int column) => _values[column];

    /// <summary>Some of its rows, in their order; series without rows are left out.</summary>
    public RowBlock Only(ReadOnlySpan<int> rows)
    {
        var positions = new Dictionary<int, int>();
        var series = ImmutableArray.CreateBuilder<string>();
        var (seriesOf, periods) = (new int[rows.Length], new long[rows.Length]);
        var knownAt = new long[_knownAt.Length == 0 ? 0 : rows.Length];
        double[][] values = [.. _values.Select(_ => new double[seriesOf.Length])];
        for (var at = 0; at < rows.Length; at++)
        {
            var row = rows[at];
            if (!positions.TryGetValue(_seriesOf[row], out var position))
            {
                positions.Add(_seriesOf[row], position = series.Count);
                series.Add(Series[_seriesOf[row]]);
            }

            (seriesOf[at], periods[at]) = (position, _periods[row]);
            if (knownAt.Length > 0) knownAt[at] = _knownAt[row];
            for (var column = 0; column < values.Length; column++) values[column][at] = _values[column][row];
        }

        return new RowBlock(Frequency, Columns, series.ToImmutable(), seriesOf, periods, knownAt, values);
    }
}
