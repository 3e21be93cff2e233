using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Duck;

/// <summary>DuckDB's C interface: databases, connections, statements, results. The names are those of duckdb.h.</summary>
internal static unsafe partial class NativeQuery
{
    /// <summary>The state of a call that went well.</summary>
    public const int Success = 0;

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_create_config(out nint config);

    [LibraryImport(DuckLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_set_config(nint config, string name, string option);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_destroy_config(ref nint config);

    [LibraryImport(DuckLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_open_ext(string? path, out DuckHandle.Database database, nint config, out nint error);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_close(ref nint database);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_free(nint memory);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_connect(DuckHandle.Database database, out DuckHandle.Connection connection);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_disconnect(ref nint connection);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_interrupt(DuckHandle.Connection connection);

    [LibraryImport(DuckLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_query(DuckHandle.Connection connection, string sql, Result* result);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_destroy_result(Result* result);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_result_error(Result* result);

    [LibraryImport(DuckLibrary.Name)]
    public static partial ulong duckdb_column_count(Result* result);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_column_name(Result* result, ulong column);

    [LibraryImport(DuckLibrary.Name)]
    public static partial DuckType duckdb_column_type(Result* result, ulong column);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_fetch_chunk(Result result);

    [LibraryImport(DuckLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_prepare(DuckHandle.Connection connection, string sql, out DuckHandle.Statement statement);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_prepare_error(DuckHandle.Statement statement);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_destroy_prepare(ref nint statement);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_pending_prepared(DuckHandle.Statement statement, out DuckHandle.Pending pending);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_pending_prepared_streaming(DuckHandle.Statement statement, out DuckHandle.Pending pending);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_execute_pending(DuckHandle.Pending pending, Result* result);

    [LibraryImport(DuckLibrary.Name)]
    public static partial nint duckdb_pending_error(DuckHandle.Pending pending);

    [LibraryImport(DuckLibrary.Name)]
    public static partial void duckdb_destroy_pending(ref nint pending);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_bind_null(DuckHandle.Statement statement, ulong index);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_bind_boolean(DuckHandle.Statement statement, ulong index, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_bind_int32(DuckHandle.Statement statement, ulong index, int value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_bind_int64(DuckHandle.Statement statement, ulong index, long value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_bind_double(DuckHandle.Statement statement, ulong index, double value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_bind_date(DuckHandle.Statement statement, ulong index, Date value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_bind_timestamp(DuckHandle.Statement statement, ulong index, Timestamp value);

    [LibraryImport(DuckLibrary.Name)]
    public static partial int duckdb_bind_varchar_length(DuckHandle.Statement statement, ulong index, byte* utf8, ulong length);

    /// <summary>Copies a text that DuckDB keeps.</summary>
    public static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "DuckDB gave no message.";

    /// <summary>duckdb_result: five words that clients no longer read, and DuckDB's own.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Result
    {
        private readonly nint _a, _b, _c, _d, _e;
        private readonly nint _inner;
    }

    /// <summary>duckdb_date.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Date(int Days);

    /// <summary>duckdb_timestamp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Timestamp(long Micros);
}
