using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Lake;

/// <summary>Gives a file a second name, or copies it where the disk knows no second names. For files that are never written again.</summary>
internal static partial class FileLink
{
    /// <summary>Puts every file below a directory into another one, which exists.</summary>
    public static void Tree(string from, string to)
    {
        foreach (var directory in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, directory)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            One(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    /// <summary>Gives one file a second name, whose folder exists.</summary>
    public static void One(string file, string name)
    {
        if (!TryLink(file, name)) File.Copy(file, name);
    }

    private static bool TryLink(string existing, string name) =>
        OperatingSystem.IsWindows() ? CreateHardLinkW(name, existing, 0) : link(existing, name) == 0;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string existing, string name);

    [LibraryImport("kernel32", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLinkW(string name, string existing, nint security);
}
