using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Duck;

/// <summary>DuckDB's C interface: functions that return a table. The names are those of duckdb.h.</summary>
internal static unsafe partial class NativeTable
{
    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_create_table_function();

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_destroy_table_function(ref nint function);

    [LibraryImport(DuckLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void duckdb_table_function_set_name(nint function, string name);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_table_function_add_parameter(nint function, nint type);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_table_function_set_extra_info(
        nint function, nint extra, delegate* unmanaged[Cdecl]<nint, void> release);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_table_function_set_bind(nint function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_table_function_set_init(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_table_function_set_function(nint function, delegate* unmanaged[Cdecl]<nint, nint, void> next);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_register_table_function(DuckHandle.Connection connection, nint function);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_bind_get_extra_info(nint bind);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_bind_get_parameter(nint bind, ulong index);

    [LibraryImport(DuckLibrary.Name)]
    public static partial long duckdb_get_int64(nint value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_destroy_value(ref nint value);

    [LibraryImport(DuckLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void duckdb_bind_add_result_column(nint bind, string name, nint type);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_bind_set_bind_data(nint bind, nint data, delegate* unmanaged[Cdecl]<nint, void> release);

    [LibraryImport(DuckLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void duckdb_bind_set_error(nint bind, string error);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_init_set_max_threads(nint init, ulong threads);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_function_get_bind_data(nint function);

    [LibraryImport(DuckLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void duckdb_function_set_error(nint function, string error);
}
