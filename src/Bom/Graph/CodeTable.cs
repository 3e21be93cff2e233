using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Bom;

/// <summary>
/// Distinct codes, numbered in the order in which they came: open addressing over slots that hold a code of up to 8 letters, or of up to 16
/// small ones, whole, so that finding it again touches one cache line and no text. Longer codes are compared where their hashes agree.
/// </summary>
internal sealed class CodeTable
{
    private const ulong Mix = 0x9E37_79B9_7F4A_7C15;

    private Slot[] _slots;
    private string[] _codes;

    internal CodeTable(int capacity = 0)
    {
        _codes = new string[Math.Max(4, capacity)];
        _slots = new Slot[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_codes.Length * 3 / 2)];
    }

    internal int Count { get; private set; }

    internal string this[int number] => _codes[number];

    internal ReadOnlySpan<string> Codes => _codes.AsSpan(0, Count);

    internal int Add(string code)
    {
        var key = Slot.Of(code);
        var mask = _slots.Length - 1;
        for (var at = key.Hash & mask; ; at = (at + 1) & mask)
        {
            ref var slot = ref _slots[at];
            if (slot.Number == 0)
            {
                key.Number = Count + 1;
                slot = key;
                if (Count == _codes.Length) Array.Resize(ref _codes, 2 * Count);
                _codes[Count++] = code;
                if (4 * Count > 3 * _slots.Length) Grow();
                return Count - 1;
            }

            if (IsOf(slot, key, code)) return slot.Number - 1;
        }
    }

    /// <summary>The number of a code, or -1.</summary>
    internal int Find(string code)
    {
        var key = Slot.Of(code);
        var mask = _slots.Length - 1;
        for (var at = key.Hash & mask; _slots[at].Number != 0; at = (at + 1) & mask)
            if (IsOf(_slots[at], key, code)) return _slots[at].Number - 1;
        return -1;
    }

    private bool IsOf(in Slot slot, in Slot key, string code) =>
        slot.One == key.One && slot.Other == key.Other && slot.Length == key.Length
        && (key.Length >= 0 || string.Equals(_codes[slot.Number - 1], code, StringComparison.Ordinal));

    private void Grow()
    {
        var slots = new Slot[2 * _slots.Length];
        var mask = slots.Length - 1;
        foreach (var slot in _slots)
        {
            if (slot.Number == 0) continue;
            var at = slot.Hash & mask;
            while (slots[at].Number != 0) at = (at + 1) & mask;
            slots[at] = slot;
        }

        _slots = slots;
    }

    /// <summary>A code and its number, counted from 1; the length is negative where the two words are hashes and not the code itself.</summary>
    private struct Slot
    {
        internal ulong One;
        internal ulong Other;
        internal int Length;
        internal int Number;

        internal readonly int Hash
        {
            get
            {
                // Both halves of a product of both words: every letter reaches every bit.
                var high = Math.BigMul(One ^ Mix ^ (uint)Length, Other ^ 0xD6E8_FEB8_6659_FD93, out var low);
                return (int)((high ^ low) >> 33);
            }
        }

        internal static Slot Of(string code)
        {
            ref var first = ref MemoryMarshal.GetReference(code.AsSpan());
            var slot = new Slot { Length = code.Length };
            if (code.Length is > 8 and <= 16)
            {
                // Two overlapping halves of eight letters; letters of more than a byte go the long way.
                var (head, tail) = (Vector128.LoadUnsafe(ref Unsafe.As<char, ushort>(ref first)),
                    Vector128.LoadUnsafe(ref Unsafe.As<char, ushort>(ref Unsafe.Add(ref first, code.Length - 8))));
                if (((head | tail) & Vector128.Create((ushort)0xFF00)) == Vector128<ushort>.Zero)
                {
                    var bytes = Vector128.Narrow(head, tail).AsUInt64();
                    (slot.One, slot.Other) = (bytes.ToScalar(), bytes.GetElement(1));
                    return slot;
                }
            }
            else if (code.Length is >= 4 and <= 8)
            {
                slot.One = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref first));
                slot.Other = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.Add(ref first, code.Length - 4)));
                return slot;
            }
            else if (code.Length < 4)
            {
                foreach (var letter in code) slot.One = (slot.One << 16) | letter;
                return slot;
            }

            slot.Length = -code.Length;
            (slot.One, slot.Other) = (Mix, 0);
            foreach (var letter in code)
            {
                slot.One = (slot.One ^ letter) * 0x0000_0100_0000_01B3;
                slot.Other = (slot.Other + letter) * Mix;
            }

            return slot;
        }
    }
}
