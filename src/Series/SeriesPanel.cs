using System.Collections.Immutable;
using System.Numerics;

namespace SecretMagic.Series;

/// <summary>
/// A set of series on one time grid, in columns: series s owns rows <c>[Start(s), Start(s) + Length(s))</c> of every column, one row a
/// period without holes, in the order of time. NaN is a missing value. No row objects, whatever the order in which rows arrived.
/// Memory: 8 bytes a row and column, and one bit a row for the duplicates check.
/// </summary>
public sealed class SeriesPanel : IDisposable
{
    private readonly long[] _starts;
    private readonly long[] _firstPeriods;
    private readonly AlignedBuffer<double>[] _columns;
    private readonly AlignedBuffer<ulong> _present;
    private readonly bool[] _isLaid;

    /// <summary>Lays out the series; every value starts as missing. Memory is touched when a series is first asked for.</summary>
    /// <param name="grid">The grid of all series.</param>
    /// <param name="columns">Names of the value columns; the first is the target.</param>
    /// <param name="firstPeriods">[series] the period of each series' first row.</param>
    /// <param name="lengths">[series] the number of rows of each series, gaps included.</param>
    public SeriesPanel(TimeGrid grid, ImmutableArray<string> columns, ReadOnlySpan<long> firstPeriods, ReadOnlySpan<int> lengths)
    {
        if (firstPeriods.Length != lengths.Length) throw new ArgumentException("One length a series.", nameof(lengths));
        Grid = grid;
        Columns = columns;
        _firstPeriods = firstPeriods.ToArray();
        _starts = new long[lengths.Length + 1];
        for (var series = 0; series < lengths.Length; series++) _starts[series + 1] = checked(_starts[series] + lengths[series]);
        _columns = [.. columns.Select(_ => new AlignedBuffer<double>(RowCount))];
        _isLaid = new bool[lengths.Length];
        _present = new AlignedBuffer<ulong>((RowCount + 63) / 64);
        _present.Fill(0);
    }

    /// <summary>The grid on which every series lies.</summary>
    public TimeGrid Grid { get; }

    /// <summary>The names of the value columns; the first is the target.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>The number of series.</summary>
    public int SeriesCount => _firstPeriods.Length;

    /// <summary>The number of rows over all series, gaps included.</summary>
    public long RowCount => _starts[^1];

    /// <summary>The number of rows of a series.</summary>
    public int Length(int series) => (int)(_starts[series + 1] - _starts[series]);

    /// <summary>The period of a series' first row.</summary>
    public long FirstPeriod(int series) => _firstPeriods[series];

    /// <summary>The values of a series in one column, in the order of time. [rows] A series is one thread's at a time.</summary>
    public Span<double> Values(int column, int series)
    {
        if (!_isLaid[series]) Lay(series);
        return _columns[column].Slice(_starts[series], Length(series));
    }

    /// <summary>
    /// Claims the rows of a series from a position in <see cref="Values"/> on for as many rows of the input. Each can be claimed once.
    /// </summary>
    /// <returns>How many were free: fewer than <paramref name="count"/> when the next one was claimed before, a duplicate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rows lie outside the series.</exception>
    public int Claim(int series, long position, int count)
    {
        if (position < 0 || count < 0 || position + count > Length(series)) throw new ArgumentOutOfRangeException(nameof(position));
        var first = _starts[series] + position;
        var words = _present.Slice(first >> 6, (int)((first + count + 63 >> 6) - (first >> 6)));
        for (var claimed = 0; claimed < count;)
        {
            var at = (int)(first & 63) + claimed;
            var bits = Math.Min(64 - (at & 63), count - claimed);
            var wanted = ulong.MaxValue >> 64 - bits << at;
            ref var word = ref words[at >> 6];
            if ((word & wanted) is not 0 and var taken) return claimed + BitOperations.TrailingZeroCount(taken) - (at & 63);
            word |= wanted;
            claimed += bits;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in _columns) column.Dispose();
        _present.Dispose();
    }

    private void Lay(int series)
    {
        foreach (var column in _columns) column.Slice(_starts[series], Length(series)).Fill(double.NaN);
        _isLaid[series] = true;
    }
}
