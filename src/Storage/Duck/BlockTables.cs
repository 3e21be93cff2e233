using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Duck;

/// <summary>
/// The table function through which statements of one database read blocks: <c>FROM secretmagic_blocks(7)</c> is the open
/// <see cref="BlockTable"/> with the number 7. Its callbacks let no exception pass into DuckDB.
/// </summary>
internal sealed unsafe class BlockTables
{
    /// <summary>The name in SQL.</summary>
    public const string Function = "secretmagic_blocks";

    private readonly ConcurrentDictionary<long, BlockTable> _open = new();
    private long _last;

    /// <summary>Gives a table its number.</summary>
    public long Add(BlockTable table)
    {
        var number = Interlocked.Increment(ref _last);
        _open[number] = table;
        return number;
    }

    /// <summary>Forgets a table.</summary>
    public void Remove(long number) => _open.TryRemove(number, out _);

    /// <summary>Registers the function with the database of a connection, for as long as the database lives.</summary>
    public void Register(DuckHandle.Connection connection)
    {
        var bigint = NativeVector.duckdb_create_logical_type(DuckType.BigInt);
        var function = NativeTable.duckdb_create_table_function();
        NativeTable.duckdb_table_function_set_name(function, Function);
        NativeTable.duckdb_table_function_add_parameter(function, bigint);
        NativeTable.duckdb_table_function_set_extra_info(function, GCHandle.ToIntPtr(GCHandle.Alloc(this)), &Release);
        NativeTable.duckdb_table_function_set_bind(function, &Bind);
        NativeTable.duckdb_table_function_set_init(function, &Init);
        NativeTable.duckdb_table_function_set_function(function, &Next);
        var state = NativeTable.duckdb_register_table_function(connection, function);
        NativeTable.duckdb_destroy_table_function(ref function);
        NativeVector.duckdb_destroy_logical_type(ref bigint);
        if (state != NativeQuery.Success) throw new DuckDbException("DuckDB refuses the table function.", Function);
    }

    private static T Target<T>(nint handle) => (T)GCHandle.FromIntPtr(handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint handle) => GCHandle.FromIntPtr(handle).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint bind)
    {
        var value = NativeTable.duckdb_bind_get_parameter(bind, 0);
        var number = NativeTable.duckdb_get_int64(value);
        NativeTable.duckdb_destroy_value(ref value);
        if (!Target<BlockTables>(NativeTable.duckdb_bind_get_extra_info(bind))._open.TryGetValue(number, out var table))
        {
            NativeTable.duckdb_bind_set_error(bind, $"There is no open table of blocks {number}.");
            return;
        }

        foreach (var column in table.Columns)
        {
            var type = NativeVector.duckdb_create_logical_type(BlockVector.TypeOf(column.Type));
            NativeTable.duckdb_bind_add_result_column(bind, column.Name, type);
            NativeVector.duckdb_destroy_logical_type(ref type);
        }

        NativeTable.duckdb_bind_set_bind_data(bind, GCHandle.ToIntPtr(GCHandle.Alloc(table)), &Release);
    }

    /// <summary>One thread reads a table, so its rows keep their order.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint init) => NativeTable.duckdb_init_set_max_threads(init, 1);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Next(nint function, nint chunk)
    {
        var failure = Target<BlockTable>(NativeTable.duckdb_function_get_bind_data(function)).Write(chunk);
        if (failure is not null) NativeTable.duckdb_function_set_error(function, failure.Message);
    }
}
