using System.Numerics;
using System.Runtime.InteropServices;
using SecretMagic.Series;

namespace SecretMagic.Storage.Parquet;

/// <summary>A chunk of numbers, dates or timestamps.</summary>
/// <typeparam name="T">The type in the file.</typeparam>
/// <typeparam name="TBits">The unsigned integer of the same width, by which the dictionary tells values apart.</typeparam>
internal sealed class NumberChunk<T, TBits>(BlockColumn column) : ColumnChunk(column)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
    where TBits : unmanaged, IBinaryInteger<TBits>
{
    private readonly ValueDictionary<TBits> _dictionary = new();
    private readonly T[] _dense = new T[PageRows];
    private Extremes<T> _plain = new();
    private bool _plainOnly;
    private long _encoded;

    /// <inheritdoc/>
    public override int DictionaryCount => _dictionary.Count;

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _dictionary.Clear();
        _plain = new();
        _plainOnly = false;
        _encoded = 0;
    }

    /// <inheritdoc/>
    public override void AddDictionary(ByteBuffer target) => target.Add(MemoryMarshal.AsBytes(_dictionary.Values));

    /// <inheritdoc/>
    public override bool TryRange(ByteBuffer least, ByteBuffer greatest)
    {
        var all = _plain;
        all.Include(MemoryMarshal.Cast<TBits, T>(_dictionary.Values));
        return all.TryWrite(least, greatest);
    }

    /// <inheritdoc/>
    protected override bool AddValues(ColumnBlock block, int column, int start, int rows, ReadOnlySpan<ulong> validity)
    {
        var values = Values(block, column, start, rows, validity);
        if (!_plainOnly && TryCodes(values, block.Repeat)) return true;
        Bytes.Add(MemoryMarshal.AsBytes(values));
        _plain.Include(values);
        return false;
    }

    private bool TryCodes(ReadOnlySpan<T> values, int distance)
    {
        var before = _dictionary.Count;
        if (_dictionary.TryEncode(MemoryMarshal.Cast<T, TBits>(values), Codes, distance))
        {
            _encoded += values.Length;
            if (Pays())
            {
                AddCodes(values.Length);
                return true;
            }
        }

        _dictionary.CutTo(before);
        _plainOnly = true;
        return false;
    }

    /// <summary>The dictionary and the codes so far are smaller than the values.</summary>
    private unsafe bool Pays() => (long)_dictionary.Count * sizeof(T) + _encoded * Width(_dictionary.Count) / 8 < _encoded * sizeof(T);

    private ReadOnlySpan<T> Values(ColumnBlock block, int column, int start, int rows, ReadOnlySpan<ulong> validity)
    {
        if (block.Columns[column].Width == 1)
        {
            var bytes = block.Values<byte>(column).Slice(start, rows);
            for (var row = 0; row < rows; row++) _dense[row] = T.CreateTruncating(bytes[row]);
            return _dense.AsSpan(0, validity.IsEmpty ? rows : Gather(_dense.AsSpan(0, rows), validity, _dense));
        }

        ReadOnlySpan<T> values = block.Values<T>(column).Slice(start, rows);
        return validity.IsEmpty ? values : _dense.AsSpan(0, Gather(values, validity, _dense));
    }
}
