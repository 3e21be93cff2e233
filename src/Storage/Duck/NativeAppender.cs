using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Duck;

/// <summary>DuckDB's C interface: appenders. The names are those of duckdb.h.</summary>
internal static unsafe partial class NativeAppender
{
    [LibraryImport(DuckLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_appender_create(
        DuckHandle.Connection connection, string? schema, string table, out DuckHandle.Appender appender);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_appender_destroy(ref nint appender);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_appender_error(DuckHandle.Appender appender);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_appender_close(DuckHandle.Appender appender);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_appender_clear(DuckHandle.Appender appender);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_appender_end_row(DuckHandle.Appender appender);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_append_null(DuckHandle.Appender appender);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_append_bool(DuckHandle.Appender appender, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_append_int32(DuckHandle.Appender appender, int value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_append_int64(DuckHandle.Appender appender, long value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_append_double(DuckHandle.Appender appender, double value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_append_date(DuckHandle.Appender appender, NativeQuery.Date value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_append_timestamp(DuckHandle.Appender appender, NativeQuery.Timestamp value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_append_varchar_length(DuckHandle.Appender appender, byte* utf8, ulong length);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_append_data_chunk(DuckHandle.Appender appender, DuckHandle.Chunk chunk);
}
