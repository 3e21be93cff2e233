using System.Reflection;
using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Duck;

/// <summary>Finds DuckDB's native library: beside this assembly, then beside the program, then where the system looks.</summary>
internal static class DuckLibrary
{
    /// <summary>The name the imports use.</summary>
    public const string Name = "duckdb";

    private static readonly Lock Gate = new();
    private static bool s_resolves;

    private static string FileName =>
        OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    /// <summary>Makes every import of this assembly find the library. Called before the first one.</summary>
    public static void Resolve()
    {
        lock (Gate)
        {
            if (s_resolves) return;
            NativeLibrary.SetDllImportResolver(typeof(DuckLibrary).Assembly, Load);
            s_resolves = true;
        }
    }

    private static nint Load(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Name) return 0;
        string[] places =
        [
            Path.Combine(Path.GetDirectoryName(assembly.Location) ?? AppContext.BaseDirectory, FileName),
            Path.Combine(AppContext.BaseDirectory, FileName),
        ];
        foreach (var place in places)
        {
            if (File.Exists(place)) return NativeLibrary.Load(place);
        }

        if (NativeLibrary.TryLoad(FileName, out var handle)) return handle;
        throw new DllNotFoundException(
            $"DuckDB's native library was not found. Looked at {string.Join(", ", places.Distinct())} and in the system's library path. " +
            "A build puts it beside the program; a copied program needs the file copied too.");
    }
}
