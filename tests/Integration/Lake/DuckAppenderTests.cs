using SecretMagic.Series;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Integration.Lake;

public sealed class DuckAppenderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Rows_of_every_type_arrive()
    {
        using var room = new LakeRoom();
        room.Connection.Execute("CREATE TABLE t(b BOOLEAN, i INTEGER, l BIGINT, d DOUBLE, s VARCHAR, day DATE, moment TIMESTAMP)", Token);
        using (var appender = room.Connection.Append("t"))
        {
            appender.Add(true).Add(1).Add(2L).Add(0.5).Add("Ä long text with more than twelve bytes").AddDate(-1).AddTimestamp(1_000_001).EndRow();
            appender.AddNull().AddNull().AddNull().AddNull().Add(default(string)).AddNull().AddNull().EndRow();
            appender.Complete();
        }

        room.Connection.ScalarText("SELECT string_agg(t::VARCHAR, '; ') FROM t", Token).ShouldBe(
            "{'b': true, 'i': 1, 'l': 2, 'd': 0.5, 's': Ä long text with more than twelve bytes, 'day': 1969-12-31, " +
            "'moment': '1970-01-01 00:00:01.000001'}; {'b': NULL, 'i': NULL, 'l': NULL, 'd': NULL, 's': NULL, 'day': NULL, 'moment': NULL}");
    }

    [Fact]
    public void Blocks_arrive_in_their_order()
    {
        using var room = new LakeRoom();
        room.Connection.Execute("CREATE TABLE t(n INTEGER, s VARCHAR)", Token);
        var labels = new Labels(["short", "a text of more than twelve bytes"]);
        using var block = new ColumnBlock([new("n", ColumnType.Int32), new("s", ColumnType.Label, labels)], 5000);
        for (var row = 0; row < 5000; row++)
        {
            block.Values<int>(0)[row] = row;
            block.Values<int>(1)[row] = row % 2;
        }

        block.SetNull(1, 4999);
        block.Rows = 5000;
        using (var appender = room.Connection.Append("t"))
        {
            appender.Add(block);
            appender.Add(block);
            appender.Complete();
        }

        const string Sql =
            "SELECT count(*) FILTER (n = rowid % 5000 AND s IS NOT DISTINCT FROM CASE WHEN n = 4999 THEN NULL " +
            "WHEN n % 2 = 0 THEN 'short' ELSE 'a text of more than twelve bytes' END) FROM t";
        room.Connection.Scalar<long>(Sql, Token).ShouldBe(10_000);
    }

    [Fact]
    public void Rows_that_were_not_completed_are_dropped()
    {
        using var room = new LakeRoom();
        room.Connection.Execute("CREATE TABLE t(i INTEGER)", Token);
        using (var appender = room.Connection.Append("t")) appender.Add(1).EndRow();
        room.Connection.Scalar<long>("SELECT count(*) FROM t", Token).ShouldBe(0);
    }

    [Fact]
    public void A_missing_table_and_a_broken_rule_carry_DuckDBs_words()
    {
        using var room = new LakeRoom();
        Should.Throw<DuckDbException>(() => room.Connection.Append("nowhere")).Message.ShouldContain("nowhere");
        room.Connection.Execute("CREATE TABLE t(i INTEGER PRIMARY KEY)", Token);
        using var appender = room.Connection.Append("t");
        appender.Add(1).EndRow();
        appender.Add(1).EndRow();
        Should.Throw<DuckDbException>(appender.Complete).Message.ShouldContain("PRIMARY KEY");
    }
}
