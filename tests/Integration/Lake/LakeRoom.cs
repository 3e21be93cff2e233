using SecretMagic.Series;
using SecretMagic.Storage;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Integration.Lake;

/// <summary>A database in memory and a folder that goes with it.</summary>
internal sealed class LakeRoom : IDisposable
{
    public LakeRoom(DuckOptions? options = null)
    {
        Folder = Directory.CreateTempSubdirectory("secretmagic-").FullName;
        Database = DuckDatabase.Open(options ?? new DuckOptions { Threads = 2, TempDirectory = "" });
        Connection = Database.Connect();
    }

    public string Folder { get; }

    public DuckDatabase Database { get; }

    public DuckConnection Connection { get; }

    /// <summary>A block of one INTEGER column "n".</summary>
    public static ColumnBlock Numbers(int capacity) => new([new BlockColumn("n", ColumnType.Int32)], capacity);

    /// <summary>Fills "n" with 0, 1, 2 ... up to a count.</summary>
    public static BlockFill CountTo(long count)
    {
        long at = 0;
        return block =>
        {
            var rows = (int)Math.Min(block.Capacity, count - at);
            var values = block.Values<int>(0);
            for (var row = 0; row < rows; row++) values[row] = (int)(at + row);
            block.Rows = rows;
            at += rows;
            return at < count;
        };
    }

    /// <summary>Writes a file with a writer of its own.</summary>
    public long Write(string name, ColumnBlock block, BlockFill fill, CancellationToken token, LakeOptions? options = null)
    {
        using var writer = new LakeWriter(Database, options ?? new LakeOptions());
        return writer.Write(File(name), block, fill, token);
    }

    /// <summary>Writes columns through blocks of a capacity.</summary>
    public long Write(string name, AnyColumn[] columns, int capacity, int rows, int groupRows, CancellationToken token)
    {
        using var block = new ColumnBlock([.. columns.Select(column => column.Column)], capacity);
        var at = 0;
        return Write(
            name, block,
            filled =>
            {
                for (; filled.Rows < filled.Capacity && at < rows; filled.Rows++, at++)
                    for (var column = 0; column < columns.Length; column++) columns[column].Write(filled, column, filled.Rows, at);
                return at < rows;
            },
            token, new LakeOptions { RowGroupRows = groupRows });
    }

    public string File(string name) => Path.Combine(Folder, name);

    public string Literal(string name) => DuckSql.Literal(File(name));

    public void Dispose()
    {
        Connection.Dispose();
        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
