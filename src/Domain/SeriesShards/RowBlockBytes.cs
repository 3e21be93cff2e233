
namespace SecretMagic.Domain.SeriesShards;

/// <summary>
/// A block of rows as bytes, a column behind the other: version, frequency, names, series, then for all rows the series, the steps from period to period and
/// from one time of knowledge to the next, then the values, as whole numbers where all of a column are, else as IEEE bits. Numbers are of 7 bits a byte, the
/// lowest first; those that may be negative are zigzag. The bits of a value are kept; of a NaN only that it is one.
/// </summary>
public static class RowBlockBytes
{
    private const byte Version = 1;
    private const byte WholeNumbers = 1;
    private const byte Doubles = 2;
    private const double LargestWhole = 9_007_199_254_740_992;

    /// <summary>The bytes of a block; the same block gives the same bytes everywhere.</summary>
    public static byte[] Write(RowBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        var sink = new ByteSink(64 + block.Rows * (4 + 4 * block.Columns.Length));
        sink.Byte(Version);
        sink.Text(block.Frequency);
        sink.Number((ulong)block.Rows);
        sink.Number((ulong)block.Columns.Length);
        foreach (var column in block.Columns) sink.Text(column);
        sink.Number((ulong)block.Series.Length);
        foreach (var series in block.Series) sink.Text(series);
        foreach (var series in block.SeriesOf()) sink.Number((ulong)series);
        Steps(sink, block.Periods());
        sink.Byte(block.KnownAt().IsEmpty ? (byte)0 : (byte)1);
        if (!block.KnownAt().IsEmpty) Steps(sink, block.KnownAt());
        for (var column = 0; column < block.Columns.Length; column++) Values(sink, block.Values(column));
        return sink.ToArray();
    }

    /// <summary>The block that was written.</summary>
    /// <exception cref="FormatException">The bytes are damaged, or of a later version.</exception>
    public static RowBlock Read(ReadOnlySpan<byte> bytes)
    {
        var source = new ByteSource(bytes);
        if (source.Byte() is var version && version != Version)
            throw new FormatException($"The block of rows is of version {version}; this program reads version {Version}.");
        var frequency = source.Text();
        // At least a byte for the series and one for the period: a damaged number of rows takes no memory.
        var rows = source.Count(2);
        var columns = source.Texts();
        var series = source.Texts();
        var seriesOf = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var at = source.Number();
            if (at >= (ulong)series.Length) throw new FormatException($"The block of rows is damaged: row {row} is of series {at} of {series.Length}.");
            seriesOf[row] = (int)at;
        }

        var periods = Steps(ref source, rows);
        var knownAt = source.Byte() == 0 ? [] : Steps(ref source, rows);
        var values = new double[columns.Length][];
        for (var column = 0; column < values.Length; column++) values[column] = Values(ref source, rows);
        source.End();
        return new RowBlock(frequency, columns, series, seriesOf, periods, knownAt, values);
    }

    private static void Steps(ByteSink sink, ReadOnlySpan<long> numbers)
    {
        var before = 0L;
        foreach (var number in numbers)
        {
            sink.Signed(unchecked(number - before));
            before = number;
        }
    }

    private static long[] Steps(ref ByteSource source, int rows)
    {
        var numbers = new long[rows];
        var before = 0L;
        for (var row = 0; row < rows; row++) numbers[row] = before = unchecked(before + source.Signed());
        return numbers;
    }

    private static void Values(ByteSink sink, ReadOnlySpan<double> values)
    {
        var isWhole = true;
        var anyMissing = false;
        foreach (var value in values)
        {
            if (double.IsNaN(value)) anyMissing = true;
            else isWhole &= Math.Abs(value) <= LargestWhole && Math.Truncate(value) == value && !(value == 0 && double.IsNegative(value));
        }

        sink.Byte((byte)((isWhole ? WholeNumbers : Doubles) | (anyMissing ? 0x80 : 0)));
        if (anyMissing)
        {
            for (var from = 0; from < values.Length; from += 8)
            {
                var known = 0;
                for (var row = from; row < Math.Min(from + 8, values.Length); row++) known |= double.IsNaN(values[row]) ? 0 : 1 << (row - from);
                sink.Byte((byte)known);
            }
        }

        foreach (var value in values)
        {
            if (double.IsNaN(value)) continue;
            if (isWhole) sink.Signed((long)value);
            else sink.Double(value);
        }
    }

    private static double[] Values(ref ByteSource source, int rows)
    {
        var kind = source.Byte();
        var known = (kind & 0x80) == 0 ? default : source.Bytes((rows + 7) / 8);
        var isWhole = (kind & 0x7F) switch
        {
            WholeNumbers => true,
            Doubles => false,
            _ => throw new FormatException($"The block of rows is damaged: a column is of kind {kind}."),
        };
        var values = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            values[row] = !known.IsEmpty && (known[row >> 3] >> (row & 7) & 1) == 0 ? double.NaN : isWhole ? source.Signed() : source.Double();
        }

        return values;
    }
}
