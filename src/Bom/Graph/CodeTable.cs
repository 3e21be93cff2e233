using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Bom;

/// <summary>
/// Distinct codes, numbered in the order in which they came: open addressing over (hash, number) pairs, so a code's text is touched only
/// where the whole hash agrees.
/// </summary>
internal sealed class CodeTable
{
    private (uint Hash, int Number)[] _slots;
    private string[] _codes;

    internal CodeTable(int capacity = 0)
    {
        _codes = new string[Math.Max(4, capacity)];
        _slots = new (uint, int)[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_codes.Length * 2)];
    }

    internal int Count { get; private set; }

    internal string this[int number] => _codes[number];

    internal ReadOnlySpan<string> Codes => _codes.AsSpan(0, Count);

    internal int Add(string code)
    {
        var hash = Hash(code);
        var mask = _slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            ref var slot = ref _slots[at];
            if (slot.Number == 0)
            {
                slot = (hash, Count + 1);
                if (Count == _codes.Length) Array.Resize(ref _codes, 2 * Count);
                _codes[Count++] = code;
                if (2 * Count > _slots.Length) Grow();
                return Count - 1;
            }

            if (slot.Hash == hash && Same(_codes[slot.Number - 1], code)) return slot.Number - 1;
        }
    }

    /// <summary>The number of a code, or -1.</summary>
    internal int Find(string code)
    {
        var hash = Hash(code);
        var mask = _slots.Length - 1;
        for (var at = (int)hash & mask; _slots[at].Number != 0; at = (at + 1) & mask)
            if (_slots[at].Hash == hash && Same(_codes[_slots[at].Number - 1], code)) return _slots[at].Number - 1;
        return -1;
    }

    private static bool Same(string one, string other) => ReferenceEquals(one, other) || string.Equals(one, other, StringComparison.Ordinal);

    private static uint Hash(string code)
    {
        const ulong Mix = 0x9E37_79B9_7F4A_7C15;
        ref var first = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(code.AsSpan()));
        var hash = (ulong)code.Length * Mix;
        var at = 0;
        for (; at + 4 <= code.Length; at += 4) hash = Step(hash, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, 2 * at)));
        for (; at < code.Length; at++) hash = Step(hash, code[at]);
        return (uint)(hash >> 32);

        static ulong Step(ulong hash, ulong value)
        {
            hash = (hash ^ value) * Mix;
            return hash ^ (hash >> 29);
        }
    }

    private void Grow()
    {
        var slots = new (uint Hash, int Number)[2 * _slots.Length];
        var mask = slots.Length - 1;
        foreach (var slot in _slots)
        {
            if (slot.Number == 0) continue;
            var at = (int)slot.Hash & mask;
            while (slots[at].Number != 0) at = (at + 1) & mask;
            slots[at] = slot;
        }

        _slots = slots;
    }
}
