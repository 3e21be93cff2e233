using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Storage.Parquet;

/// <summary>
/// The distinct values of a column, numbered as they come; told apart by their bits, so that -0.0 is not 0.0. An open-addressing table of pairs of
/// slots that starts small: columns of few values stay in the first-level cache.
/// </summary>
/// <typeparam name="T">uint or ulong: the bits of a value.</typeparam>
internal sealed class ValueDictionary<T>
    where T : unmanaged, IBinaryInteger<T>
{
    /// <summary>The most values, so that a code has 16 bits.</summary>
    public const int MostValues = 1 << 16;

    private const int FirstBits = 10;

    private Slot[] _slots = new Slot[1 << FirstBits];
    private T[] _values = new T[Room(FirstBits)];
    private int _bits = FirstBits;

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The values by code.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);

    /// <summary>Forgets all values and keeps the memory.</summary>
    public void Clear()
    {
        _slots.AsSpan(0, 1 << _bits).Clear();
        _bits = FirstBits;
        Count = 0;
    }

    /// <summary>Forgets the values from a code on; nothing may be encoded after that until it is cleared.</summary>
    public void CutTo(int count) => Count = count;

    /// <summary>Writes the code of each value; false when there are more than <see cref="MostValues"/>, and the codes mean nothing.</summary>
    public bool TryEncode(ReadOnlySpan<T> values, Span<ushort> codes)
    {
        for (var at = Encode(values, codes, 0); at < values.Length; at = Encode(values, codes, at + 1))
        {
            if (!TryFindOrAdd(values[at], out var code)) return false;
            codes[at] = code;
        }

        return true;
    }

    /// <summary>Writes codes from a position on; gives that of the first value that is not found in the pair of its hash.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Encode(ReadOnlySpan<T> values, Span<ushort> codes, int start)
    {
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        ref var code = ref MemoryMarshal.GetReference(codes[..values.Length]);
        ref var first = ref MemoryMarshal.GetReference(values);
        var bits = _bits;
        var width = Vector512<T>.Count;
        nint at = start;
        for (nint end = values.Length; at < end; at++)
        {
            // Calendars and medians stay the same for many rows: a vector of what stood before has the code that stood before.
            if (at % width == 0 && at > 0)
            {
                while (at <= end - width
                    && Vector512.EqualsAll(Vector512.LoadUnsafe(ref first, (nuint)at), Vector512.LoadUnsafe(ref first, (nuint)at - 1)))
                {
                    var before = Vector256.Create(Unsafe.Add(ref code, at - 1));
                    if (width == Vector256<ushort>.Count) before.StoreUnsafe(ref code, (nuint)at);
                    else before.GetLower().StoreUnsafe(ref code, (nuint)at);
                    at += width;
                }

                if (at == end) break;
            }

            // The slot of a pair is chosen without a branch, which would be guessed wrong too often.
            var value = Unsafe.Add(ref first, at);
            ref var pair = ref Unsafe.Add(ref slots, Hash(value, bits));
            ref var slot = ref Unsafe.Add(ref pair, pair.Value == value ? 0 : 1);
            if (slot.Value != value || slot.Number == 0) return (int)at;
            Unsafe.Add(ref code, at) = (ushort)(slot.Number - 1);
        }

        return (int)at;
    }

    /// <summary>The code of a value in a slot from the pair of its hash on; false when there is no room for it.</summary>
    private bool TryFindOrAdd(T value, out ushort code)
    {
        var at = Hash(value, _bits);
        while (_slots[at].Number != 0 && _slots[at].Value != value) at = at + 1 & (1u << _bits) - 1;
        var isNew = _slots[at].Number == 0;
        code = (ushort)(isNew ? Count : _slots[at].Number - 1);
        if (!isNew) return true;
        if (Count == MostValues) return false;
        _values[Count] = value;
        _slots[at] = new Slot(value, ++Count);
        if (Count == Room(_bits) && Count < MostValues) Grow();
        return true;
    }

    /// <summary>The values for which there is room: a quarter of the slots, and half of those of a table that does not fit a cache.</summary>
    private static int Room(int bits) => 1 << (bits < 14 ? bits - 2 : bits - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(T value, int bits) => ~1u & (typeof(T) == typeof(uint)
        ? uint.CreateTruncating(value) * 0x9E37_79B1 >> 32 - bits
        : (uint)(ulong.CreateTruncating(value) * 0x9E37_79B9_7F4A_7C15 >> 64 - bits));

    private void Grow()
    {
        _slots.AsSpan(0, 1 << _bits).Clear();
        _bits += 2;
        if (_slots.Length < 1 << _bits) _slots = new Slot[1 << _bits];
        if (_values.Length < Room(_bits)) Array.Resize(ref _values, Room(_bits));
        for (var number = 0; number < Count; number++)
        {
            var at = Hash(_values[number], _bits);
            while (_slots[at].Number != 0) at = at + 1 & (1u << _bits) - 1;
            _slots[at] = new Slot(_values[number], number + 1);
        }
    }

    /// <summary>A value and its code plus one; zero is an empty slot.</summary>
    private readonly record struct Slot(T Value, int Number);
}
