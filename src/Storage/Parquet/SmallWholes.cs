using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SecretMagic.Storage.Parquet;

/// <summary>
/// The codes of the whole numbers from 0 to 31 as float32, looked up sixteen at a time: what most columns of units hold mostly. A table that fits two
/// vectors; without AVX-512 it is not used.
/// </summary>
internal struct SmallWholes
{
    private const int Count = 32;
    private const int Unknown = -1;

    private Vector512<int> _low = Vector512.Create(Unknown);
    private Vector512<int> _high = Vector512.Create(Unknown);

    public SmallWholes()
    {
    }

    public static bool AreUsed => Avx512F.IsSupported;

    /// <summary>Learns the code of a value, if it is such a number.</summary>
    /// <param name="bits">The bits of the value.</param>
    /// <param name="code">Its code.</param>
    public void Add(uint bits, int code)
    {
        var value = BitConverter.UInt32BitsToSingle(bits);
        if (!(value is >= 0 and < Count) || BitConverter.SingleToUInt32Bits((int)value) != bits) return;
        if ((int)value < Vector512<int>.Count) _low = _low.WithElement((int)value, code);
        else _high = _high.WithElement((int)value - Vector512<int>.Count, code);
    }

    /// <summary>Gives the codes of sixteen values; false when one of them is another or has no code yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryFind(Vector512<uint> bits, out Vector256<ushort> codes)
    {
        var wholes = Avx512F.ConvertToVector512Int32WithTruncation(bits.AsSingle());
        var found = Avx512F.PermuteVar16x32x2(_low, wholes, _high);
        codes = Avx512F.ConvertToVector256UInt16(found);
        var isOther = Vector512.Xor(Avx512F.ConvertToVector512Single(wholes).AsUInt32(), bits) | (wholes.AsUInt32() & Vector512.Create(~(Count - 1u)));
        return (isOther | (found.AsUInt32() & Vector512.Create(1u << 31))) == Vector512<uint>.Zero;
    }
}
