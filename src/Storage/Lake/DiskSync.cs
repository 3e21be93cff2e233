using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Lake;

/// <summary>Makes files and names survive a loss of power.</summary>
internal static partial class DiskSync
{
    private const int ReadOnly = 0;

    /// <summary>Syncs every file below a directory, and the directories themselves.</summary>
    public static void Tree(string path)
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)) File(file);
        foreach (var directory in System.IO.Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories)) Directory(directory);
        Directory(path);
    }

    /// <summary>Syncs the bytes of a file.</summary>
    public static void File(string path)
    {
        using var handle = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Syncs the names in a directory. Windows has no such call and needs none: NTFS writes names through its journal.</summary>
    public static void Directory(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = open(path, ReadOnly);
        if (descriptor < 0) throw new IOException($"{path} cannot be opened to be synced: error {Marshal.GetLastPInvokeError()}.");
        var state = fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = close(descriptor);
        if (state != 0) throw new IOException($"{path} cannot be synced: error {error}.");
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
