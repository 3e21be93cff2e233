using SecretMagic.Storage.Duck;

namespace SecretMagic.Integration.Lake;

public sealed class DuckConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private const string Endless = "SELECT count(*) FROM range(10000000000) a, range(10000000000) b WHERE a.range * b.range = 7";

    [Fact]
    public void An_error_carries_DuckDBs_words_and_the_statement()
    {
        using var room = new LakeRoom();
        var thrown = Should.Throw<DuckDbException>(() => room.Connection.Execute("SELECT 1; SELECT wrong FROM nowhere", Token));
        thrown.Message.ShouldContain("Table with name nowhere does not exist");
        thrown.Sql.ShouldBe("SELECT 1; SELECT wrong FROM nowhere");
        Should.Throw<DuckDbException>(() => room.Connection.Query("SELEC", Token)).Message.ShouldContain("syntax error");
        Should.Throw<DuckDbException>(() => room.Connection.Query("SELECT 1; SELECT 2", Token)).Message.ShouldContain("multiple statements");
    }

    [Fact]
    public void An_error_on_the_way_surfaces_in_the_reader()
    {
        using var room = new LakeRoom();
        Should.Throw<DuckDbException>(Read).Message.ShouldContain("Could not convert string 'no' to INT32");

        void Read()
        {
            using var reader = room.Connection.Query("SELECT if(i < 3000000, '1', 'no')::INTEGER FROM range(4000000) t(i)", Token);
            while (reader.Next(Token)) reader.Rows.ShouldBePositive();
        }
    }

    [Fact]
    public void A_file_that_cannot_be_opened_says_so()
    {
        using var room = new LakeRoom();
        var options = new DuckOptions { Path = room.File("no/such/folder.db") };
        Should.Throw<DuckDbException>(() => DuckDatabase.Open(options)).Message.ShouldContain("Cannot open file");
        Should.Throw<DuckDbException>(() => DuckDatabase.Open(new DuckOptions { Threads = -1 }));
    }

    [Fact]
    public void A_truncated_Parquet_file_gives_DuckDBs_message()
    {
        using var room = new LakeRoom();
        room.Connection.Execute($"COPY (SELECT range FROM range(100000)) TO {room.Literal("n.parquet")}", Token);
        using (var file = File.OpenWrite(room.File("n.parquet"))) file.SetLength(file.Length / 2);
        Should.Throw<DuckDbException>(() => room.Connection.Query($"FROM {room.Literal("n.parquet")}", Token))
            .Message.ShouldContain("No magic bytes found at end of file");
    }

    [Fact]
    public void Cancelling_interrupts_a_statement_and_the_connection_lives_on()
    {
        using var room = new LakeRoom();
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var thrown = Should.Throw<OperationCanceledException>(() => room.Connection.Execute(Endless, source.Token));
        thrown.CancellationToken.ShouldBe(source.Token);
        thrown.InnerException.ShouldBeOfType<DuckDbException>().Sql.ShouldBe(Endless);
        room.Connection.Scalar<int>("SELECT 42", Token).ShouldBe(42);
    }

    [Fact]
    public void Cancelling_interrupts_a_prepared_statement_and_a_reader()
    {
        using var room = new LakeRoom();
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var statement = room.Connection.Prepare(Endless, Token);
        Should.Throw<OperationCanceledException>(() => statement.Execute(source.Token));

        using var second = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var reader = room.Connection.Query("SELECT range FROM range(100000000000000)", Token);
        Should.Throw<OperationCanceledException>(() =>
        {
            while (reader.Next(second.Token)) reader.Rows.ShouldBePositive();
        });
    }

    [Fact]
    public void A_cancelled_token_starts_nothing()
    {
        using var room = new LakeRoom();
        Should.Throw<OperationCanceledException>(() => room.Connection.Execute("CREATE TABLE t(i INT)", new CancellationToken(canceled: true)));
        room.Connection.Scalar<long>("SELECT count(*) FROM duckdb_tables()", Token).ShouldBe(0);
    }

    [Fact]
    public void A_large_result_is_read_in_bounded_memory()
    {
        using var room = new LakeRoom(new DuckOptions { Threads = 2, MemoryLimitBytes = 32 << 20, TempDirectory = "" });
        using var reader = room.Connection.Query("SELECT i::INTEGER, (i % 1000)::DOUBLE, DATE '1970-01-01' FROM range(20000000) t(i)", Token);
        long rows = 0;
        var sum = 0.0;
        while (reader.Next(Token))
        {
            rows += reader.Rows;
            foreach (var value in reader.Values<double>(1)) sum += value;
        }

        rows.ShouldBe(20_000_000);
        sum.ShouldBe(999 * 1000 / 2 * 20_000.0);
    }

    [Fact]
    public void Parameters_keep_their_values_and_null()
    {
        using var room = new LakeRoom();
        const string Sql = "SELECT concat_ws('|', $1::BOOLEAN, $2::INTEGER, $3::BIGINT, $4::DOUBLE, $5::VARCHAR, $6::DATE, $7::TIMESTAMP), $8::VARCHAR";
        using var statement = room.Connection.Prepare(Sql, Token);
        statement.Bind(1, true).Bind(2, -5).Bind(3, long.MaxValue).Bind(4, 0.5).Bind(5, "Äpfel 'und' 🍐")
            .Bind(6, new DateOnly(1969, 12, 31)).Bind(7, new DateTime(2024, 2, 29, 23, 59, 58, 123)).Bind(8, default(string));
        for (var turn = 0; turn < 2; turn++)
        {
            using var reader = statement.Query(Token);
            reader.Next(Token).ShouldBeTrue();
            reader.Text(0, 0).ShouldBe($"true|-5|{long.MaxValue}|0.5|Äpfel 'und' 🍐|1969-12-31|2024-02-29 23:59:58.123");
            reader.IsNull(1, 0).ShouldBeTrue();
            reader.Next(Token).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_parameter_that_does_not_exist_is_an_error()
    {
        using var room = new LakeRoom();
        using var statement = room.Connection.Prepare("SELECT $1::INTEGER", Token);
        Should.Throw<DuckDbException>(() => statement.Bind(2, 1)).Sql.ShouldBe("bind parameter 2 of SELECT $1::INTEGER");
    }

    [Fact]
    public void A_scalar_of_no_row_or_null_is_null()
    {
        using var room = new LakeRoom();
        room.Connection.Scalar<long>("SELECT 1::BIGINT WHERE false", Token).ShouldBeNull();
        room.Connection.Scalar<long>("SELECT NULL::BIGINT", Token).ShouldBeNull();
        room.Connection.ScalarText("SELECT NULL::VARCHAR", Token).ShouldBeNull();
        room.Connection.Scalar<Int128>("SELECT sum(range) FROM range(5)", Token).ShouldBe(10);
    }

    [Fact]
    public void A_column_is_read_only_as_its_own_width()
    {
        using var room = new LakeRoom();
        using var reader = room.Connection.Query("SELECT 1::BIGINT AS n, 'text' AS t", Token);
        Should.Throw<InvalidOperationException>(() => reader.Values<long>(0).Length).Message.ShouldContain("no current chunk");
        reader.Next(Token).ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => reader.Values<int>(0).Length).Message.ShouldContain("Column n is BigInt");
        Should.Throw<InvalidOperationException>(() => reader.Text(0, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => reader.Text(1, 1));
    }

    [Fact]
    public void Quoted_text_returns_as_it_was()
    {
        using var room = new LakeRoom();
        const string Text = "it's \"so\" \\n 'quoted'";
        room.Connection.ScalarText($"SELECT {DuckSql.Literal(Text)} AS {DuckSql.Identifier(Text)}", Token).ShouldBe(Text);
        Should.Throw<ArgumentException>(() => DuckSql.Literal("zero\0"));
    }
}
