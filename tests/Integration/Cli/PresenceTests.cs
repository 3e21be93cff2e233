namespace SecretMagic.Integration.Cli;

/// <summary>Presence through the program: columns of sales and of the static table.</summary>
public sealed class PresenceTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Stock_opening_and_listing_decide_what_a_row_is()
    {
        _run.Write("static.csv", "series_id,launch,end\nA,2020-01-02,2020-01-05\nB,,\n");
        (await Process("presence: { stock: stock, is_open: open, listed_from: launch, listed_to: end }", "--static", _run.PathOf("static.csv")))
            .ShouldBe(0, _run.Errors);

        _run.Query("SELECT timestamp, target, ma_2, presence, history_state FROM '{out}/out/features/test_v1/*/*.parquet' WHERE series_id = 'A' ORDER BY 1").ShouldBe(
            [
                ["2020-01-01", "9.0", "null", "not_listed", "16"], ["2020-01-02", "4.0", "4.0", "observed", "0"],
                ["2020-01-03", "0.0", "4.0", "stock_out", "0"], ["2020-01-04", "0.0", "null", "closed", "2"],
                ["2020-01-05", "2.0", "2.0", "observed", "0"], ["2020-01-06", "9.0", "null", "not_listed", "16"],
            ]);
        _run.Query("SELECT DISTINCT presence FROM '{out}/out/features/test_v1/*/*.parquet' WHERE series_id = 'B'").ShouldBe([["observed"]]);
    }

    [Theory]
    [InlineData("presence: { stock: stok }", "line 3, presence", "no column 'stok'")]
    [InlineData("presence: { listed_from: launch }", "line 3, presence", "'launch' is no column of the static table")]
    [InlineData("presence: { open: open }", "line 3, open", "is_open")]
    [InlineData("presence: { stock_out: maybe }", "line 3, stock_out", "censored or observed")]
    public async Task A_presence_that_cannot_be_is_named_with_its_line(string presence, params string[] expected)
    {
        (await Process(presence)).ShouldBe(2);
        foreach (var text in expected) _run.Errors.ShouldContain(text);
    }

    [Fact]
    public async Task A_listing_that_is_no_date_is_named()
    {
        _run.Write("static.csv", "series_id,launch\nA,spring\n");
        (await Process("presence: { listed_from: launch }", "--static", _run.PathOf("static.csv"))).ShouldBe(2);
        _run.Errors.ShouldContain("static.csv, launch: 'spring' is not a date");
    }

    private Task<int> Process(string presence, params string[] more)
    {
        _run.Write(
            "sales.csv",
            "series_id,timestamp,target,stock,open\nA,2020-01-01,9,5,1\nA,2020-01-02,4,5,1\nA,2020-01-03,0,0,1\nA,2020-01-04,0,5,0\nA,2020-01-05,2,,1\n"
            + "A,2020-01-06,9,5,1\nB,2020-01-01,1,5,1\n");
        _run.Write(
            "f.yaml",
            $"feature_set: test_v1\nfrequency: 1d\n{presence}\nfeatures:\n  - {{ type: ma, windows: [2] }}\n  - {{ type: presence }}\n");
        return _run.Run(["process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("out"), "--features", _run.PathOf("f.yaml"), .. more]);
    }
}
