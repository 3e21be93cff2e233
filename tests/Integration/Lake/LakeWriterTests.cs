using System.Collections.Immutable;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Integration.Lake;

public sealed class LakeWriterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly Labels Texts = new(["", "a", "twelve bytes", "thirteen byte", "Äpfel", "苹果和梨子 🍐", new string('x', 300)]);

    private static readonly ImmutableArray<BlockColumn> Columns =
    [
        new("u8", ColumnType.UInt8),
        new("i32", ColumnType.Int32),
        new("i64", ColumnType.Int64),
        new("f32", ColumnType.Float32),
        new("f64", ColumnType.Float64),
        new("day", ColumnType.Date),
        new("at", ColumnType.Timestamp),
        new("text \"quoted\"", ColumnType.Label, Texts),
    ];

    public static TheoryData<int, int> Sizes()
    {
        var sizes = new TheoryData<int, int>();
        foreach (var rows in new[] { 0, 1, 63, 64, 65, 2047, 2048, 2049, 5000 })
        {
            foreach (var capacity in new[] { 100, 2048, 8192 }) sizes.Add(rows, capacity);
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_type_returns_from_Parquet_with_its_nulls_over_block_boundaries(int rows, int capacity)
    {
        using var room = new LakeRoom();
        using var block = new ColumnBlock(Columns, capacity);
        var at = 0;
        var written = room.Write("all's.parquet", block, FillAll, Token);
        written.ShouldBe(rows);

        using var reader = room.Connection.Query($"FROM read_parquet({room.Literal("all's.parquet")})", Token);
        reader.Names.ShouldBe(Columns.Select(column => column.Name));
        var read = 0;
        while (reader.Next(Token))
        {
            for (var row = 0; row < reader.Rows; row++) Expect(reader, row, read++);
        }

        read.ShouldBe(rows);

        bool FillAll(ColumnBlock block)
        {
            for (; block.Rows < block.Capacity && at < rows; block.Rows++, at++)
            {
                var row = block.Rows;
                block.Values<byte>(0)[row] = (byte)at;
                block.Values<int>(1)[row] = -at;
                block.Values<long>(2)[row] = at * 10_000_000_000;
                block.Values<float>(3)[row] = at == 7 ? float.NaN : at / 3f;
                block.Values<double>(4)[row] = at / 7d;
                block.Values<int>(5)[row] = at - 1000;
                block.Values<long>(6)[row] = at * 86_400_000_001;
                block.Values<int>(7)[row] = at / 3 % Texts.Count;
                for (var column = 0; column < Columns.Length; column++)
                {
                    if (IsNull(column, at)) block.SetNull(column, row);
                }

                if (IsNull(7, at)) block.Values<int>(7)[row] = int.MinValue;
            }

            return at < rows;
        }
    }

    [Fact]
    public void A_csv_file_has_a_header_and_the_rows()
    {
        using var room = new LakeRoom();
        using var block = LakeRoom.Numbers(64);
        room.Write("n.csv", block, LakeRoom.CountTo(3), Token, new LakeOptions { Format = LakeFormat.Csv });
        File.ReadAllText(room.File("n.csv")).ShouldBe("n\n0\n1\n2\n");
    }

    [Theory]
    [InlineData("n.parquet", LakeFormat.Parquet)]
    [InlineData("n.csv", LakeFormat.Csv)]
    public void Rows_keep_the_order_of_the_blocks_and_bytes_do_not_depend_on_threads(string name, LakeFormat format)
    {
        var files = new[] { 1, 4 }.Select(threads =>
        {
            using var room = new LakeRoom(new DuckOptions { Threads = threads });
            using var block = LakeRoom.Numbers(10_000);
            room.Write(name, block, LakeRoom.CountTo(500_000), Token, new LakeOptions { Format = format });
            room.Connection.Scalar<bool>(
                $"SELECT bool_and(n = place) FROM (SELECT n, row_number() OVER () - 1 AS place FROM {room.Literal(name)})", Token).ShouldBe(true);
            return File.ReadAllBytes(room.File(name));
        }).ToArray();
        files[1].AsSpan().SequenceEqual(files[0]).ShouldBeTrue();
    }

    [Fact]
    public void Two_files_are_written_at_the_same_time_with_the_bytes_of_one()
    {
        using var room = new LakeRoom();
        using var barrier = new Barrier(2);
        var threads = new[] { "a", "b" }.Select(name => new Thread(() =>
        {
            using var block = LakeRoom.Numbers(10_000);
            var count = LakeRoom.CountTo(300_000);
            room.Write(name, block, Meet, Token);

            bool Meet(ColumnBlock block) => barrier.SignalAndWait(TimeSpan.FromSeconds(30), Token) && count(block);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        using var alone = LakeRoom.Numbers(10_000);
        room.Write("c", alone, LakeRoom.CountTo(300_000), Token).ShouldBe(300_000);
        File.ReadAllBytes(room.File("a")).AsSpan().SequenceEqual(File.ReadAllBytes(room.File("c"))).ShouldBeTrue();
        File.ReadAllBytes(room.File("b")).AsSpan().SequenceEqual(File.ReadAllBytes(room.File("c"))).ShouldBeTrue();
    }

    [Theory]
    [InlineData(LakeFormat.Parquet)]
    [InlineData(LakeFormat.Csv)]
    public void What_the_fill_throws_surfaces_as_itself_and_leaves_no_file(LakeFormat format)
    {
        using var room = new LakeRoom();
        using var block = LakeRoom.Numbers(1000);
        var count = LakeRoom.CountTo(long.MaxValue);
        var failure = new InvalidTimeZoneException("no such place");
        var calls = 0;
        var thrown = Should.Throw<InvalidTimeZoneException>(
            () => room.Write("n", block, Break, Token, new LakeOptions { Format = format }));
        thrown.ShouldBeSameAs(failure);
        thrown.StackTrace.ShouldNotBeNull().ShouldContain(nameof(Break));
        Directory.GetFileSystemEntries(room.Folder).ShouldBeEmpty();
        room.Connection.Scalar<int>("SELECT 1", Token).ShouldBe(1);

        bool Break(ColumnBlock block) => ++calls < 400 ? count(block) : throw failure;
    }

    [Fact]
    public void A_code_without_a_text_is_an_error_and_not_a_wrong_text()
    {
        using var room = new LakeRoom();
        using var block = new ColumnBlock([new BlockColumn("t", ColumnType.Label, Texts)], 64);
        Should.Throw<IndexOutOfRangeException>(() => room.Write("n", block, Wrong, Token));

        static bool Wrong(ColumnBlock block)
        {
            block.Values<int>(0)[0] = Texts.Count;
            block.Rows = 1;
            return false;
        }
    }

    [Fact]
    public void Memory_does_not_grow_with_the_rows()
    {
        using var room = new LakeRoom(new DuckOptions { Threads = 2, MemoryLimitBytes = 32 << 20, TempDirectory = "" });
        using var block = LakeRoom.Numbers(10_000);
        room.Write("n", block, LakeRoom.CountTo(20_000_000), Token).ShouldBe(20_000_000);
    }

    [Theory]
    [InlineData(LakeFormat.Parquet)]
    [InlineData(LakeFormat.Csv)]
    public void A_cancelled_writer_stops_and_leaves_no_file(LakeFormat format)
    {
        using var room = new LakeRoom();
        using var block = LakeRoom.Numbers(1000);
        using var source = new CancellationTokenSource();
        var count = LakeRoom.CountTo(long.MaxValue);
        var calls = 0;
        var thrown = Should.Throw<OperationCanceledException>(
            () => room.Write("n", block, Endless, source.Token, new LakeOptions { Format = format }));
        thrown.CancellationToken.ShouldBe(source.Token);
        Directory.GetFileSystemEntries(room.Folder).ShouldBeEmpty();
        room.Connection.Scalar<int>("SELECT 1", Token).ShouldBe(1);

        bool Endless(ColumnBlock block)
        {
            if (++calls == 300) source.Cancel();
            return count(block);
        }
    }

    private static bool IsNull(int column, int row) => (row + column) % 5 == 0 && row % 1000 < 900;

    private static void Expect(DuckReader reader, int row, int at)
    {
        for (var column = 0; column < Columns.Length; column++) reader.IsNull(column, row).ShouldBe(IsNull(column, at));
        if (!IsNull(0, at)) reader.Values<byte>(0)[row].ShouldBe((byte)at);
        if (!IsNull(1, at)) reader.Values<int>(1)[row].ShouldBe(-at);
        if (!IsNull(2, at)) reader.Values<long>(2)[row].ShouldBe(at * 10_000_000_000);
        if (!IsNull(3, at)) reader.Values<float>(3)[row].ShouldBe(at == 7 ? float.NaN : at / 3f);
        if (!IsNull(4, at)) reader.Values<double>(4)[row].ShouldBe(at / 7d);
        if (!IsNull(5, at)) reader.Values<int>(5)[row].ShouldBe(at - 1000);
        if (!IsNull(6, at)) reader.Values<long>(6)[row].ShouldBe(at * 86_400_000_001);
        if (!IsNull(7, at)) reader.Text(7, row).ShouldBe(Texts[at / 3 % Texts.Count]);
    }
}
