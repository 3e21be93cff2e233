using System.Reflection;
using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Duck;

/// <summary>Finds DuckDB's native library: beside the program, then beside this assembly, then where the system looks.</summary>
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
        var place = Path.Combine(AppContext.BaseDirectory, FileName);
        if (File.Exists(place)) return NativeLibrary.Load(place);
        if (NativeLibrary.TryLoad(FileName, assembly, DllImportSearchPath.AssemblyDirectory, out var handle)) return handle;
        throw new DllNotFoundException(
            $"DuckDB's native library was not found. Looked at {place}, beside {assembly.GetName().Name}.dll and in the system's library path. " +
            "A build puts it beside the program; a program that is copied needs the file too.");
    }
}
