using SecretMagic.Series;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Integration.Lake;

/// <summary>What is written is what DuckDB, which knows nothing of the writer, reads.</summary>
public sealed class ParquetWriterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, int, int> Cuts()
    {
        var cuts = new TheoryData<int, int, int>();
        foreach (var rows in new[] { 0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 129, 1000 }) cuts.Add(rows, 64, 128);
        foreach (var rows in new[] { 4095, 4096, 4097 }) cuts.Add(rows, 1000, 4096);
        foreach (var rows in new[] { 16_383, 16_384, 16_385, 40_000 }) cuts.Add(rows, 100_000, 20_000);
        return cuts;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Columns_of_every_type_and_shape_return_by_their_bits(int rows, int capacity, int groupRows)
    {
        using var room = new LakeRoom();
        var dice = new Dice(rows * 31 + capacity);
        AnyColumn[] columns =
        [
            .. from type in Enum.GetValues<ColumnType>()
               from shape in Enum.GetValues<AnyColumn.Shape>()
               from nulls in rows <= 1000 ? Enum.GetValues<AnyColumn.Nulls>() : [(AnyColumn.Nulls)dice.Next(5)]
               select new AnyColumn($"{type} {shape} {nulls}", type, shape, nulls, rows, dice),
        ];
        room.Write("a", columns, capacity, rows, groupRows, Token).ShouldBe(rows);

        room.Connection.Scalar<long>($"SELECT coalesce(max(num_row_groups), 0)::BIGINT FROM parquet_file_metadata({room.Literal("a")})", Token)
            .ShouldBe(Groups(rows, capacity, groupRows));
        using var reader = room.Connection.Query($"FROM read_parquet({room.Literal("a")})", Token);
        reader.Names.ShouldBe(columns.Select(column => column.Column.Name));
        var read = 0;
        for (; reader.Next(Token); read += reader.Rows)
        {
            for (var column = 0; column < columns.Length; column++)
                for (var row = 0; row < reader.Rows; row++) columns[column].Expect(reader, column, row, read + row);
        }

        read.ShouldBe(rows);
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(200_000)]
    public void A_column_may_outgrow_its_dictionary(int rows)
    {
        using var room = new LakeRoom();
        var dice = new Dice(rows);
        AnyColumn[] columns =
        [
            .. from type in new[] { ColumnType.Float32, ColumnType.Int64 }
               from nulls in new[] { AnyColumn.Nulls.None, AnyColumn.Nulls.Some }
               select new AnyColumn($"{type} {nulls}", type, AnyColumn.Shape.Growing, nulls, rows, dice),
        ];
        room.Write("a", columns, 8192, rows, 1 << 20, Token).ShouldBe(rows);
        using var reader = room.Connection.Query($"FROM read_parquet({room.Literal("a")})", Token);
        for (var read = 0; reader.Next(Token); read += reader.Rows)
        {
            for (var column = 0; column < columns.Length; column++)
                for (var row = 0; row < reader.Rows; row++) columns[column].Expect(reader, column, row, read + row);
        }
    }

    [Fact]
    public void More_texts_than_a_dictionary_holds_are_written_plainly()
    {
        const int Count = 150_000;
        using var room = new LakeRoom();
        var labels = new Labels([.. Enumerable.Range(0, Count).Select(code => $"s{code}")]);
        using var block = new ColumnBlock([new BlockColumn("t", ColumnType.Label, labels)], 10_000);
        var at = 0;
        room.Write(
            "a", block,
            filled =>
            {
                for (; filled.Rows < filled.Capacity && at < Count; filled.Rows++, at++) filled.Values<int>(0)[filled.Rows] = at;
                return at < Count;
            },
            Token);
        room.Connection.Scalar<bool>(
            $"SELECT bool_and(t = 's' || place) FROM (SELECT t, row_number() OVER () - 1 AS place FROM read_parquet({room.Literal("a")}))", Token).ShouldBe(true);
        Metadata(room, "max(encodings)").ShouldContain("PLAIN");
        Metadata(room, "max(stats_min_value) || ' ' || max(stats_max_value)").ShouldBe("s0 s99999");
    }

    [Fact]
    public void Statistics_tell_the_least_the_greatest_and_the_nulls()
    {
        using var room = new LakeRoom();
        var labels = new Labels(["pear", "apple", "Äpfel"]);
        using var block = new ColumnBlock(
            [
                new("u8", ColumnType.UInt8), new("i32", ColumnType.Int32), new("i64", ColumnType.Int64), new("f32", ColumnType.Float32),
                new("f64", ColumnType.Float64), new("day", ColumnType.Date), new("at", ColumnType.Timestamp), new("text", ColumnType.Label, labels),
                new("none", ColumnType.Float64),
            ],
            64);
        room.Write(
            "a", block,
            filled =>
            {
                for (var row = 0; row < 3; row++)
                {
                    filled.Values<byte>(0)[row] = (byte)(200 + row);
                    filled.Values<int>(1)[row] = row - 1;
                    filled.Values<long>(2)[row] = (row - 1) * 10_000_000_000;
                    filled.Values<float>(3)[row] = row - 1.5f;
                    filled.Values<double>(4)[row] = row - 1.25;
                    filled.Values<int>(5)[row] = row - 1;
                    filled.Values<long>(6)[row] = row * 1_000_001;
                    filled.Values<int>(7)[row] = row;
                    filled.SetNull(8, row);
                }

                filled.SetNull(4, 0);
                filled.Rows = 3;
                return false;
            },
            Token);
        Metadata(room, "string_agg(path_in_schema || ' ' || coalesce(stats_min_value, '-') || ' ' || coalesce(stats_max_value, '-') || ' ' || stats_null_count, ', ' ORDER BY column_id)")
            .ShouldBe(
                "u8 200 202 0, i32 -1 1 0, i64 -10000000000 10000000000 0, f32 -1.5 0.5 0, f64 -0.25 0.75 1, day 1969-12-31 1970-01-02 0, "
                + "at 1970-01-01 00:00:00 1970-01-01 00:00:02.000002 0, text apple Äpfel 0, none - - 3");
        room.Connection.ScalarText($"SELECT created_by FROM parquet_file_metadata({room.Literal("a")})", Token).ShouldBe("SecretMagic");
    }

    [Fact]
    public void Columns_have_the_types_that_DuckDB_would_give_them()
    {
        using var room = new LakeRoom();
        AnyColumn[] columns = [.. Enum.GetValues<ColumnType>().Select(type => new AnyColumn($"{type}", type, AnyColumn.Shape.Few, AnyColumn.Nulls.None, 5, new Dice(1)))];
        room.Write("a", columns, 64, 5, 100, Token);
        room.Connection.Execute($"COPY (FROM read_parquet({room.Literal("a")})) TO {room.Literal("b")} (FORMAT parquet)", Token);
        string Schema(string file) => room.Connection.ScalarText(
            "SELECT string_agg(concat_ws(' ', name, type, repetition_type, converted_type, duckdb_type), ', ' ORDER BY column_id) "
            + $"FROM parquet_schema({room.Literal(file)}) WHERE column_id > 0 AND type <> 'INT32' AND type <> 'INT64'", Token)!;
        Schema("a").ShouldBe(Schema("b"));
        string Types(string file) => room.Connection.ScalarText(
            $"SELECT string_agg(duckdb_type, ' ' ORDER BY column_id) FROM parquet_schema({room.Literal(file)}) WHERE column_id > 0", Token)!;
        Types("a").ShouldBe("UTINYINT INTEGER BIGINT FLOAT DOUBLE DATE TIMESTAMP VARCHAR");
        Types("b").ShouldBe(Types("a"));
    }

    [Fact]
    public void A_sorted_key_is_a_run_each_and_noise_stays_plain()
    {
        const int Count = 100_000;
        using var room = new LakeRoom();
        var dice = new Dice(5);
        using var block = new ColumnBlock([new("key", ColumnType.Int64), new("noise", ColumnType.Float32)], 8192);
        var at = 0;
        room.Write(
            "a", block,
            filled =>
            {
                for (; filled.Rows < filled.Capacity && at < Count; filled.Rows++, at++)
                {
                    filled.Values<long>(0)[filled.Rows] = at / 1000;
                    filled.Values<float>(1)[filled.Rows] = (float)dice.NextDouble();
                }

                return at < Count;
            },
            Token);
        Metadata(room, "string_agg(encodings || ' ' || compression, ';' ORDER BY column_id)").ShouldBe("PLAIN, RLE, RLE_DICTIONARY SNAPPY;PLAIN, RLE UNCOMPRESSED");
        room.Connection.Scalar<long>($"SELECT total_compressed_size FROM parquet_metadata({room.Literal("a")}) WHERE column_id = 0", Token)!.Value
            .ShouldBeLessThan(3000);
    }

    [Fact]
    public void A_writer_that_failed_writes_the_next_file_as_a_new_one_would()
    {
        using var room = new LakeRoom();
        using var writer = new LakeWriter(room.Database, new LakeOptions { RowGroupRows = 5000 });
        using var block = LakeRoom.Numbers(1000);
        var calls = 0;
        var count = LakeRoom.CountTo(20_000);
        Should.Throw<InvalidTimeZoneException>(
            () => writer.Write(room.File("a"), block, filled => ++calls < 8 ? count(filled) : throw new InvalidTimeZoneException(), Token));
        writer.Write(room.File("b"), block, LakeRoom.CountTo(20_000), Token);
        room.Write("c", block, LakeRoom.CountTo(20_000), Token, new LakeOptions { RowGroupRows = 5000 });
        File.ReadAllBytes(room.File("b")).AsSpan().SequenceEqual(File.ReadAllBytes(room.File("c"))).ShouldBeTrue();
    }

    [Fact]
    public void A_full_disk_is_an_error_of_the_file_and_leaves_none()
    {
        if (!File.Exists("/dev/full")) return;
        using var room = new LakeRoom();
        File.CreateSymbolicLink(room.File("n"), "/dev/full");
        using var block = LakeRoom.Numbers(1000);
        Should.Throw<IOException>(() => room.Write("n", block, LakeRoom.CountTo(20_000), Token));
        Directory.GetFileSystemEntries(room.Folder).ShouldBeEmpty();
    }

    private static long Groups(int rows, int capacity, int groupRows)
    {
        var blocks = (groupRows + capacity - 1) / capacity;
        return rows == 0 ? 0 : (rows + (long)blocks * capacity - 1) / ((long)blocks * capacity);
    }

    private static string Metadata(LakeRoom room, string what) =>
        room.Connection.ScalarText($"SELECT {what} FROM parquet_metadata({room.Literal("a")})", Token)!;
}
