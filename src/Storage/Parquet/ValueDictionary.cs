using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Storage.Parquet;

/// <summary>
/// The distinct values of a column, numbered as they come; told apart by their bits, so that -0.0 is not 0.0. An open-addressing table, at most half
/// full, that starts small: columns of few values stay in the first-level cache.
/// </summary>
/// <typeparam name="T">uint or ulong: the bits of a value.</typeparam>
internal sealed class ValueDictionary<T>
    where T : unmanaged, IBinaryInteger<T>
{
    /// <summary>The most values, so that a code has 16 bits.</summary>
    public const int MostValues = 1 << 16;

    private const int FirstBits = 10;

    private Slot[] _slots = new Slot[1 << FirstBits];
    private T[] _values = new T[1 << (FirstBits - 1)];
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
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        ref var code = ref MemoryMarshal.GetReference(codes[..values.Length]);
        ref var first = ref MemoryMarshal.GetReference(values);
        var bits = _bits;
        var width = Vector512<T>.Count;
        for (var i = 0; i < values.Length; i++)
        {
            // Calendars and medians stay the same for many rows: a vector of what stood before has the code that stood before.
            while (i % width == 0 && i > 0 && i <= values.Length - width
                   && Vector512.EqualsAll(Vector512.LoadUnsafe(ref first, (nuint)i), Vector512.LoadUnsafe(ref first, (nuint)i - 1)))
            {
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref code, i), width).Fill(Unsafe.Add(ref code, i - 1));
                i += width;
            }

            if (i == values.Length) break;
            var value = Unsafe.Add(ref first, i);
            for (var at = Hash(value, bits); ; at = at + 1 & (1u << bits) - 1)
            {
                ref var slot = ref Unsafe.Add(ref slots, at);
                if (slot.Value == value && slot.Number != 0)
                {
                    Unsafe.Add(ref code, i) = (ushort)(slot.Number - 1);
                    break;
                }

                if (slot.Number != 0) continue;
                if (Count == MostValues) return false;
                Unsafe.Add(ref code, i) = (ushort)Count;
                _values[Count] = value;
                slot = new Slot(value, ++Count);
                if (Count < 1 << (bits - 1)) break;
                Grow();
                slots = ref MemoryMarshal.GetArrayDataReference(_slots);
                bits = _bits;
                break;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(T value, int bits) => typeof(T) == typeof(uint)
        ? uint.CreateTruncating(value) * 0x9E37_79B1 >> 32 - bits
        : (uint)(ulong.CreateTruncating(value) * 0x9E37_79B9_7F4A_7C15 >> 64 - bits);

    private void Grow()
    {
        _slots.AsSpan(0, 1 << _bits).Clear();
        _bits += 2;
        if (_slots.Length < 1 << _bits) _slots = new Slot[1 << _bits];
        if (_values.Length < 1 << (_bits - 1)) Array.Resize(ref _values, 1 << (_bits - 1));
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
