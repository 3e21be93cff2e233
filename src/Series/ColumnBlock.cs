using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Series;

/// <summary>
/// A block of rows by columns in buffers that are allocated once and reused: what engines fill and the lake writes. Column c holds
/// <see cref="Rows"/> values of <c>Columns[c].Type</c> and one validity bit a row (bit r of word r / 64; 1 = a value, 0 = null).
/// </summary>
public sealed class ColumnBlock : IDisposable
{
    private readonly int[] _widths;
    private readonly AlignedBuffer<byte>[] _values;
    private readonly AlignedBuffer<ulong>[] _validity;
    private readonly byte[][] _reasons;

    /// <summary>Allocates buffers for <paramref name="capacity"/> rows.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="capacity">The most rows.</param>
    /// <param name="keepsReasons">Beside each null stands why it is one, a byte a row and column.</param>
    public ColumnBlock(ImmutableArray<BlockColumn> columns, int capacity, bool keepsReasons = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Columns = columns;
        Capacity = capacity;
        _widths = [.. columns.Select(column => column.Width)];
        _values = [.. columns.Select(column => new AlignedBuffer<byte>((long)capacity * column.Width))];
        _validity = [.. columns.Select(_ => new AlignedBuffer<ulong>((capacity + 63) / 64))];
        _reasons = keepsReasons ? [.. columns.Select(_ => new byte[capacity])] : [];
        Clear();
    }

    /// <summary>The columns, in the order in which they are written.</summary>
    public ImmutableArray<BlockColumn> Columns { get; }

    /// <summary>The most rows the block can hold.</summary>
    public int Capacity { get; }

    /// <summary>The rows it holds now.</summary>
    public int Rows { get; set; }

    /// <summary>How many rows back one of the same time likely stands, as where series of one length follow each other; 0 when nobody knows. What
    /// is written does not depend on it, how fast it is written does.</summary>
    public int Repeat { get; set; }

    /// <summary>The values of a column, <see cref="Capacity"/> long.</summary>
    /// <typeparam name="T">The type that <see cref="BlockColumn.Width"/> measures: int for dates and labels, long for timestamps, and so on.</typeparam>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> has another width than the column.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Values<T>(int column)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() != _widths[column]) throw AnotherWidth(column);
        return MemoryMarshal.Cast<byte, T>(_values[column].Slice(0, Capacity * Unsafe.SizeOf<T>()));
    }

    /// <summary>The validity words of a column.</summary>
    public Span<ulong> Validity(int column) => _validity[column].Slice(0, (Capacity + 63) / 64);

    /// <summary>Why each value of a column is null, as whoever fills the block numbers reasons; of a value: undefined. Empty when it keeps none.</summary>
    public Span<byte> Reasons(int column) => _reasons.Length == 0 ? default : _reasons[column];

    /// <summary>Marks one value as null.</summary>
    public void SetNull(int column, int row) => Validity(column)[row >> 6] &= ~(1UL << (row & 63));

    /// <summary>Empties the block: no rows, every validity bit set.</summary>
    public void Clear()
    {
        Rows = 0;
        Repeat = 0;
        foreach (var words in _validity) words.Fill(ulong.MaxValue);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in _values) buffer.Dispose();
        foreach (var buffer in _validity) buffer.Dispose();
    }

    private InvalidOperationException AnotherWidth(int column) => new($"Column {Columns[column].Name} has {_widths[column]} bytes a value.");
}
