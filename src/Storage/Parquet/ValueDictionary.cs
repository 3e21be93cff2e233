using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Storage.Parquet;

/// <summary>
/// The distinct values of a column, numbered as they come; told apart by their bits, so that -0.0 is not 0.0. An open-addressing table of codes, in
/// pairs and at most a quarter full, beside the values: two bytes a slot, so that it stays in the caches for tens of thousands of values.
/// </summary>
/// <typeparam name="T">uint or ulong: the bits of a value.</typeparam>
internal sealed class ValueDictionary<T>
    where T : unmanaged, IBinaryInteger<T>
{
    /// <summary>The most values, so that a code has 16 bits.</summary>
    public const int MostValues = 1 << 16;

    private const int FirstBits = 10;

    /// <summary>A page with so many vectors of other numbers is not one of small whole ones, and no more are sought.</summary>
    private const int MostOthers = 64;

    /// <summary>Codes. An empty slot says 0, the code of the first value: who looks for that may find it anywhere, and who looks for another
    /// sees that it is not there.</summary>
    private ushort[] _slots = new ushort[1 << FirstBits];
    private T[] _values = new T[Room(FirstBits)];
    private int _bits = FirstBits;
    private SmallWholes _wholes = new();
    private int _others;

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The values by code.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);

    /// <summary>Forgets all values and keeps the memory.</summary>
    public void Clear()
    {
        _slots.AsSpan(0, 1 << _bits).Clear();
        _bits = FirstBits;
        _wholes = new();
        Count = 0;
    }

    /// <summary>Forgets the values from a code on; nothing may be encoded after that until it is cleared.</summary>
    public void CutTo(int count) => Count = count;

    /// <summary>Writes the code of each value; false when there are more than <see cref="MostValues"/>, and the codes mean nothing.</summary>
    /// <param name="values">The values.</param>
    /// <param name="codes">[values] the codes.</param>
    /// <param name="distance">How many values back the same ones are likely to stand; 0 when nobody knows.</param>
    public bool TryEncode(ReadOnlySpan<T> values, Span<ushort> codes, int distance)
    {
        if (values.IsEmpty) return true;
        if (distance < Vector512<T>.Count) distance = values.Length;
        if (Count == 0) Add(values[0]);
        _others = 0;
        for (var at = Encode(values, codes, 0, distance); at < values.Length; at = Encode(values, codes, at + 1, distance))
        {
            if (!TryFindOrAdd(values[at], out codes[at])) return false;
        }

        return true;
    }

    /// <summary>Writes codes from a position on; gives that of the first value that is not found in the pair of its hash.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Encode(ReadOnlySpan<T> values, Span<ushort> codes, int start, int distance)
    {
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        ref var known = ref MemoryMarshal.GetArrayDataReference(_values);
        ref var codeOf = ref MemoryMarshal.GetReference(codes[..values.Length]);
        ref var first = ref MemoryMarshal.GetReference(values);
        var bits = _bits;
        var width = Vector512<T>.Count;
        nint at = start;
        for (nint end = values.Length; at < end; at++)
        {
            // Medians stay the same for many rows, and calendars come again with the next series: a vector of what stood before has the codes
            // that stood there.
            if (at % width == 0 && at > 0)
            {
                for (; at <= end - width; at += width)
                {
                    var now = Vector512.LoadUnsafe(ref first, (nuint)at);
                    if (now == Vector512.LoadUnsafe(ref first, (nuint)at - 1)) codes.Slice((int)at, width).Fill(Unsafe.Add(ref codeOf, at - 1));
                    else if (at >= distance && now == Vector512.LoadUnsafe(ref first, (nuint)(at - distance)))
                        codes.Slice((int)at - distance, width).CopyTo(codes[(int)at..]);
                    else if (typeof(T) == typeof(uint) && SmallWholes.AreUsed && _others < MostOthers && _wholes.TryFind(now.As<T, uint>(), out var found))
                        found.StoreUnsafe(ref codeOf, (nuint)at);
                    else break;
                }

                _others++;
                if (at == end) break;
            }

            // The slot of a pair is chosen without a branch, which would be guessed wrong too often.
            var value = Unsafe.Add(ref first, at);
            ref var pair = ref Unsafe.Add(ref slots, Hash(value, bits));
            var code = Unsafe.Add(ref pair, Unsafe.Add(ref known, pair) == value ? 0 : 1);
            if (Unsafe.Add(ref known, code) != value) return (int)at;
            Unsafe.Add(ref codeOf, at) = code;
        }

        return (int)at;
    }

    /// <summary>The code of a value in a slot from the pair of its hash on; false when there is no room for it.</summary>
    private bool TryFindOrAdd(T value, out ushort code)
    {
        var at = FreeOrOwn(value);
        code = _slots[at];
        if (_values[code] == value) return true;
        if (Count == MostValues) return false;
        _slots[at] = code = Add(value);
        if (Count == Room(_bits) && Count < MostValues) Grow();
        return true;
    }

    private ushort Add(T value)
    {
        _values[Count] = value;
        if (typeof(T) == typeof(uint)) _wholes.Add(uint.CreateTruncating(value), Count);
        return (ushort)Count++;
    }

    /// <summary>The slot of a value, or the first empty one from the pair of its hash on.</summary>
    private uint FreeOrOwn(T value)
    {
        var at = Hash(value, _bits);
        while (_slots[at] != 0 && _values[_slots[at]] != value) at = at + 1 & (1u << _bits) - 1;
        return at;
    }

    /// <summary>The values for which there is room: a quarter of the slots.</summary>
    private static int Room(int bits) => 1 << (bits - 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(T value, int bits) => ~1u & (typeof(T) == typeof(uint)
        ? uint.CreateTruncating(value) * 0x9E37_79B1 >> 32 - bits
        : (uint)(ulong.CreateTruncating(value) * 0x9E37_79B9_7F4A_7C15 >> 64 - bits));

    private void Grow()
    {
        _slots.AsSpan(0, 1 << _bits).Clear();
        _bits += 2;
        if (_slots.Length < 1 << _bits) _slots = new ushort[1 << _bits];
        if (_values.Length < Room(_bits)) Array.Resize(ref _values, Room(_bits));

        // The first value has no slot: code 0 is that of empty ones.
        for (var code = 1; code < Count; code++) _slots[FreeOrOwn(_values[code])] = (ushort)code;
    }
}
