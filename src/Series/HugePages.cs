using System.Runtime.InteropServices;

namespace SecretMagic.Series;

/// <summary>
/// Pages of 2 MB for large buffers: rows read in any order then miss the table of pages hardly ever. A hint: Linux takes it where transparent huge
/// pages are on (also as "madvise"), other systems decide by themselves.
/// </summary>
internal static unsafe partial class HugePages
{
    internal const nuint Bytes = 2 << 20;

    private const int AdviseHugePages = 14;

    /// <summary>Asks for huge pages for memory that begins at one.</summary>
    internal static void Ask(void* start, nuint bytes)
    {
        if (OperatingSystem.IsLinux()) _ = Advise(start, bytes & ~(Bytes - 1), AdviseHugePages);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
