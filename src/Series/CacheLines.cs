using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SecretMagic.Series;

/// <summary>Hints to the processor about memory that is read soon; no hint changes a result, and where there are none nothing happens.</summary>
public static unsafe class CacheLines
{
    private const int Bytes = 64;

    /// <summary>Asks memory for the cache lines of some values that begin a line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch<T>(ref T first, int values)
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        var at = (byte*)Unsafe.AsPointer(ref first);
        for (var line = 0; line < values * sizeof(T); line += Bytes) Sse.Prefetch0(at + line);
    }
}
