using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// Stores features of a tile in a block: converts to the type of the column, turns NaN into null (validity bit cleared, value zero), counts
/// the reason and adds it to the row's <c>history_state</c>. A value that is infinite in the type of the column is Undefined.
/// </summary>
internal sealed class ColumnWriter(int featureCount)
{
    private const int Group = 16;

    private readonly byte[] _states = new byte[Tile.MaxRows];
    private readonly long[] _counts = new long[featureCount * ReasonNan.ReasonCount];
    private readonly bool[] _areSingles = new bool[featureCount];
    private ColumnBlock? _block;
    private int _firstColumn;
    private int _row;

    /// <summary>[feature x reason] the nulls written so far.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    private ColumnBlock Block => _block ?? throw new InvalidOperationException("A block is chosen before it is written.");

    public void Begin(ColumnBlock block, int firstColumn, int row, int count)
    {
        if (_block != block || _firstColumn != firstColumn)
        {
            for (var feature = 0; feature < featureCount; feature++)
                _areSingles[feature] = block.Columns[firstColumn + feature].Type == ColumnType.Float32;
        }

        _block = block;
        _firstColumn = firstColumn;
        _row = row;
        _states.AsSpan(0, count).Clear();
    }

    /// <summary>Writes <c>history_state</c>, the column after the last feature.</summary>
    public void End(int count) => _states.AsSpan(0, count).CopyTo(Block.Values<byte>(_firstColumn + featureCount)[_row..]);

    /// <summary>Writes values from row <paramref name="at"/> of the tile on.</summary>
    public void Write(int feature, ReadOnlySpan<double> values, int at)
    {
        if (_areSingles[feature]) WriteSingles(feature, values, at);
        else WriteDoubles(feature, values, at);
    }

    /// <summary>True for a float32 feature.</summary>
    public bool IsSingle(int feature) => _areSingles[feature];

    /// <summary>Writes the only row of a tile.</summary>
    public void WriteRow(int feature, double value)
    {
        var narrow = (float)value;
        if (_areSingles[feature] && float.IsFinite(narrow)) Block.Values<float>(_firstColumn + feature)[_row] = narrow;
        else Write(feature, new ReadOnlySpan<double>(in value), 0);
    }

    /// <summary>The place of some rows of a float32 feature, for values that are finite; empty for another type.</summary>
    public Span<float> Singles(int feature, int at, int count) => _areSingles[feature]
        ? Block.Values<float>(_firstColumn + feature).Slice(_row + at, count)
        : default;

    /// <summary>Rounds values to float32.</summary>
    public static void Narrow(ReadOnlySpan<double> values, Span<float> target)
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(target[..values.Length]);
        var i = 0;
        for (; i <= values.Length - Lanes8.Count; i += Lanes8.Count) Lanes8.Narrow(Lanes8.Load(ref Unsafe.Add(ref from, i)), ref Unsafe.Add(ref to, i));
        for (; i < values.Length; i++) Unsafe.Add(ref to, i) = (float)Unsafe.Add(ref from, i);
    }

    /// <summary>Writes nulls for one reason.</summary>
    public void Fill(int feature, int at, int count, NanReason reason)
    {
        if (count == 0) return;
        var width = Block.Columns[_firstColumn + feature].Width;
        if (width == sizeof(float)) Block.Values<int>(_firstColumn + feature).Slice(_row + at, count).Clear();
        else Block.Values<long>(_firstColumn + feature).Slice(_row + at, count).Clear();
        var validity = Block.Validity(_firstColumn + feature);
        for (var row = _row + at; row < _row + at + count; row++) validity[row >> 6] &= ~(1UL << (row & 63));
        foreach (ref var state in _states.AsSpan(at, count)) state |= Bit(reason);
        _counts[feature * ReasonNan.ReasonCount + (int)reason] += count;
        if (Block.Reasons(_firstColumn + feature) is { IsEmpty: false } reasons) reasons.Slice(_row + at, count).Fill((byte)reason);
    }

    /// <summary>Writes one label code to rows of the tile.</summary>
    public void FillLabel(int feature, int at, int count, int code) =>
        Block.Values<int>(_firstColumn + feature).Slice(_row + at, count).Fill(code);

    private static byte Bit(NanReason reason) => (byte)(1 << ((int)reason - 1));

    private void WriteSingles(int feature, ReadOnlySpan<double> values, int at)
    {
        var target = Block.Values<float>(_firstColumn + feature).Slice(_row + at, values.Length);
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i <= values.Length - Group; i += Group)
        {
            var narrow = Vector512.Narrow(Vector512.LoadUnsafe(ref from, (nuint)i), Vector512.LoadUnsafe(ref from, (nuint)i + Group / 2));
            var known = Vector512.LessThanOrEqual(Vector512.Abs(narrow), Vector512.Create(float.MaxValue));
            (narrow & known).StoreUnsafe(ref to, (nuint)i);
            var bits = ~(uint)known.ExtractMostSignificantBits() & 0xFFFF;
            if (bits != 0) SetNulls(feature, at + i, bits, values.Slice(i, Group));
        }

        for (; i < values.Length; i++)
        {
            var narrow = (float)values[i];
            target[i] = float.IsFinite(narrow) ? narrow : 0;
            if (!float.IsFinite(narrow)) SetNulls(feature, at + i, 1, values.Slice(i, 1));
        }
    }

    private void WriteDoubles(int feature, ReadOnlySpan<double> values, int at)
    {
        var target = Block.Values<double>(_firstColumn + feature).Slice(_row + at, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            target[i] = double.IsFinite(values[i]) ? values[i] : 0;
            if (!double.IsFinite(values[i])) SetNulls(feature, at + i, 1, values.Slice(i, 1));
        }
    }

    /// <summary>Marks rows as null; bit k of <paramref name="bits"/> stands for <c>values[k]</c>, row at + k of the tile.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetNulls(int feature, int at, uint bits, ReadOnlySpan<double> values)
    {
        var validity = Block.Validity(_firstColumn + feature);
        var row = _row + at;
        var shift = row & 63;
        validity[row >> 6] &= ~((ulong)bits << shift);
        if (shift > 64 - Group && (ulong)bits >> (64 - shift) is not 0 and var rest) validity[(row >> 6) + 1] &= ~rest;
        var reasons = Block.Reasons(_firstColumn + feature);
        for (; bits != 0; bits &= bits - 1)
        {
            var k = BitOperations.TrailingZeroCount(bits);
            var reason = double.IsNaN(values[k]) ? ReasonNan.ReasonIn(values[k]) : NanReason.Undefined;
            _counts[feature * ReasonNan.ReasonCount + (int)reason]++;
            _states[at + k] |= Bit(reason);
            if (!reasons.IsEmpty) reasons[row + k] = (byte)reason;
        }
    }
}
