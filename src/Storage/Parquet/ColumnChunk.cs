using System.Diagnostics;
using System.Numerics;
using SecretMagic.Series;

namespace SecretMagic.Storage.Parquet;

/// <summary>
/// One column of a row group while it is collected: its pages, encoded and not yet compressed. A page is a slice of a block; its values are codes of
/// the chunk's dictionary as long as that pays, and plain from the first page on where it does not.
/// </summary>
internal abstract class ColumnChunk(BlockColumn column)
{
    /// <summary>The most rows of a page; a multiple of 64, so that pages begin at a word of validity bits.</summary>
    public const int PageRows = 1 << 14;

    private readonly List<Page> _pages = [];

    /// <summary>The column.</summary>
    public BlockColumn Column { get; } = column;

    /// <summary>The encoded pages, one after another.</summary>
    public ByteBuffer Bytes { get; } = new();

    /// <summary>Where the pages stand in <see cref="Bytes"/>.</summary>
    public IReadOnlyList<Page> Pages => _pages;

    /// <summary>The number of nulls.</summary>
    public long Nulls { get; private set; }

    /// <summary>The number of values in the dictionary; 0 when no page uses one.</summary>
    public abstract int DictionaryCount { get; }

    /// <summary>Codes of one page.</summary>
    protected ushort[] Codes { get; } = new ushort[PageRows];

    /// <summary>An empty chunk for a column.</summary>
    public static ColumnChunk Of(BlockColumn column) => column.Type switch
    {
        ColumnType.UInt8 or ColumnType.Int32 or ColumnType.Date => new NumberChunk<int, uint>(column),
        ColumnType.Int64 or ColumnType.Timestamp => new NumberChunk<long, ulong>(column),
        ColumnType.Float32 => new NumberChunk<float, uint>(column),
        ColumnType.Float64 => new NumberChunk<double, ulong>(column),
        ColumnType.Label => new LabelChunk(column, column.Labels!),
        _ => throw new UnreachableException($"Column type {column.Type}"),
    };

    /// <summary>Adds rows of a block as a page.</summary>
    /// <param name="block">The block.</param>
    /// <param name="column">The column of the block.</param>
    /// <param name="start">The first row, a multiple of 64.</param>
    /// <param name="rows">The number of rows, at most <see cref="PageRows"/>.</param>
    public void Add(ColumnBlock block, int column, int start, int rows)
    {
        var validity = block.Validity(column).Slice(start / 64, (rows + 63) / 64);
        var nulls = rows - Valid(validity, rows);
        var offset = Bytes.Length;
        RunLength.AddLevels(Bytes, validity, rows, nulls);
        var coded = nulls < rows && AddValues(block, column, start, rows, nulls == 0 ? default : validity);
        _pages.Add(new Page(offset, Bytes.Length - offset, rows, coded));
        Nulls += nulls;
    }

    /// <summary>Empties the chunk and keeps the memory.</summary>
    public virtual void Clear()
    {
        _pages.Clear();
        Bytes.Clear();
        Nulls = 0;
    }

    /// <summary>Writes the values of the dictionary, plainly encoded.</summary>
    public abstract void AddDictionary(ByteBuffer target);

    /// <summary>Writes the least and the greatest value, plainly encoded but without the length of a text; false when they are not known.</summary>
    public abstract bool TryRange(ByteBuffer least, ByteBuffer greatest);

    /// <summary>Adds the values of some rows to the page; true when they are codes.</summary>
    protected abstract bool AddValues(ColumnBlock block, int column, int start, int rows, ReadOnlySpan<ulong> validity);

    /// <summary>Adds codes of the dictionary, with the number of their bits before them.</summary>
    protected void AddCodes(int count)
    {
        var width = Width(DictionaryCount);
        Bytes.Add((byte)width);
        RunLength.AddCodes(Bytes, Codes.AsSpan(0, count), width);
    }

    /// <summary>The bits of a code.</summary>
    protected static int Width(int dictionaryCount) => Math.Max(1, BitOperations.Log2((uint)Math.Max(1, dictionaryCount - 1)) + 1);

    /// <summary>Moves the values of rows that are not null together; returns how many they are.</summary>
    protected static int Gather<T>(ReadOnlySpan<T> values, ReadOnlySpan<ulong> validity, Span<T> dense)
    {
        var count = 0;
        for (var row = 0; row < values.Length; row += 64)
        {
            var rows = Math.Min(64, values.Length - row);
            var word = validity[row >> 6];
            if (word == ulong.MaxValue)
            {
                values.Slice(row, rows).CopyTo(dense[count..]);
                count += rows;
                continue;
            }

            if (rows < 64) word &= (1UL << rows) - 1;
            for (; word != 0; word &= word - 1) dense[count++] = values[row + BitOperations.TrailingZeroCount(word)];
        }

        return count;
    }

    private static int Valid(ReadOnlySpan<ulong> validity, int rows)
    {
        var valid = 0;
        foreach (var word in validity[..(rows / 64)]) valid += BitOperations.PopCount(word);
        return rows % 64 == 0 ? valid : valid + BitOperations.PopCount(validity[^1] & ((1UL << (rows % 64)) - 1));
    }

    /// <summary>A page of a chunk.</summary>
    /// <param name="Offset">Where it stands in the bytes of the chunk.</param>
    /// <param name="Bytes">Its length there.</param>
    /// <param name="Rows">Its rows, nulls included.</param>
    /// <param name="Coded">True when its values are codes of the dictionary.</param>
    public readonly record struct Page(int Offset, int Bytes, int Rows, bool Coded);
}
