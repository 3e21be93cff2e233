using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Duck;

/// <summary>An object of DuckDB that is released exactly once, also when a program forgets to.</summary>
internal abstract class DuckHandle() : SafeHandle(0, ownsHandle: true)
{
    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>A database.</summary>
    internal sealed class Database : DuckHandle
    {
        protected override bool ReleaseHandle()
        {
            NativeQuery.duckdb_close(ref handle);
            return true;
        }
    }

    /// <summary>A connection to a database.</summary>
    internal sealed class Connection : DuckHandle
    {
        protected override bool ReleaseHandle()
        {
            NativeQuery.duckdb_disconnect(ref handle);
            return true;
        }
    }

    /// <summary>A prepared statement.</summary>
    internal sealed class Statement : DuckHandle
    {
        protected override bool ReleaseHandle()
        {
            NativeQuery.duckdb_destroy_prepare(ref handle);
            return true;
        }
    }

    /// <summary>A statement that is about to run.</summary>
    internal sealed class Pending : DuckHandle
    {
        protected override bool ReleaseHandle()
        {
            NativeQuery.duckdb_destroy_pending(ref handle);
            return true;
        }
    }

    /// <summary>The result of a statement, in memory of its own.</summary>
    internal sealed unsafe class Outcome : DuckHandle
    {
        public Outcome() => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeQuery.Result)));

        public NativeQuery.Result* Result
        {
            get
            {
                ObjectDisposedException.ThrowIf(IsClosed, this);
                return (NativeQuery.Result*)handle;
            }
        }

        protected override bool ReleaseHandle()
        {
            NativeQuery.duckdb_destroy_result((NativeQuery.Result*)handle);
            NativeMemory.Free((void*)handle);
            return true;
        }
    }

    /// <summary>An appender to a table.</summary>
    internal sealed class Appender : DuckHandle
    {
        protected override bool ReleaseHandle() => NativeAppender.duckdb_appender_destroy(ref handle) == NativeQuery.Success;
    }

    /// <summary>A chunk of rows.</summary>
    internal sealed class Chunk : DuckHandle
    {
        public Chunk(nint chunk) => SetHandle(chunk);

        protected override bool ReleaseHandle()
        {
            NativeVector.duckdb_destroy_data_chunk(ref handle);
            return true;
        }
    }
}
