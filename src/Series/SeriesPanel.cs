using System.Collections.Immutable;

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

    /// <summary>Lays out the series; every value starts as missing.</summary>
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
        foreach (var column in _columns) column.Fill(double.NaN);
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

    /// <summary>The values of a series in one column, in the order of time. [rows]</summary>
    public Span<double> Values(int column, int series) => _columns[column].Slice(_starts[series], Length(series));

    /// <summary>
    /// Claims the row of a series at a period for a row of the input and gives its position in <see cref="Values"/>. Each can be claimed once.
    /// </summary>
    /// <returns>The position, or -1 when the row was claimed before: a duplicate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period lies outside the series.</exception>
    public int Claim(int series, long period)
    {
        var position = period - _firstPeriods[series];
        if ((ulong)position >= (ulong)Length(series)) throw new ArgumentOutOfRangeException(nameof(period));
        var row = _starts[series] + position;
        ref var word = ref _present.Slice(row >> 6, 1)[0];
        var bit = 1UL << (int)(row & 63);
        if ((word & bit) != 0) return -1;
        word |= bit;
        return (int)position;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in _columns) column.Dispose();
        _present.Dispose();
    }
}
