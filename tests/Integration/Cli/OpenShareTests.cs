namespace SecretMagic.Integration.Cli;

/// <summary>Shares of the day through the program.</summary>
public sealed class OpenShareTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_row_counts_with_the_share_of_the_day_for_which_the_shop_was_open()
    {
        (await Process("1", "0.5", "0")).ShouldBe(0, _run.Errors);

        _run.Query("SELECT round(ma_2, 6), ema FROM '{out}/out/features/test_v1/*/*.parquet' ORDER BY timestamp").ShouldBe(
            [["4.0", "4.0"], ["5.333333", "5.0"], ["null", "5.0"], ["2.0", "3.5"]]);
    }

    [Theory]
    [InlineData("1.01", "sales.csv, line 3, open: '1.01' is no share: a number from 0 to 1")]
    [InlineData("-0.5", "sales.csv, line 3, open: '-0.5' is no share")]
    [InlineData("half", "sales.csv, line 3, open: 'half'")]
    public async Task What_is_no_share_is_named_with_its_place(string share, string expected)
    {
        (await Process("1", share, "7")).ShouldBe(2);
        _run.Errors.ShouldContain(expected);
    }

    [Fact]
    public async Task Parts_of_sales_and_the_known_file_are_searched_too()
    {
        _run.Write("parts/a.csv", "series_id,timestamp,target,open\nA,2020-01-01,4,1\nA,2020-01-02,4,\n");
        _run.Write("parts/b.csv", "series_id,timestamp,target,open\nA,2020-01-03,4,1\nA,2020-01-04,4,2\n");
        Features("ma");
        (await Run("parts")).ShouldBe(2);
        _run.Errors.ShouldContain("b.csv, line 3, open: '2.0' is no share");

        _run.Write("sales.csv", "series_id,timestamp,target\nA,2020-01-01,4\n");
        _run.Write("known.csv", "series_id,timestamp,open\nA,2020-01-01,-1\n");
        (await Run("sales.csv", "--known", _run.PathOf("known.csv"))).ShouldBe(2);
        _run.Errors.ShouldContain("known.csv, line 2, open: '-1.0' is no share");
    }

    [Fact]
    public async Task A_statistic_that_is_no_average_refuses_shares_with_its_line()
    {
        _run.Write("sales.csv", "series_id,timestamp,target,open\nA,2020-01-01,4,1\n");
        Features("std");
        (await Run("sales.csv")).ShouldBe(2);
        _run.Errors.ShouldContain("f.yaml, line 4, open_share: is not a key of std");
    }

    private Task<int> Process(params string[] shares)
    {
        _run.Write(
            "sales.csv",
            $"series_id,timestamp,target,open\nA,2020-01-01,4,{shares[0]}\nA,2020-01-02,8,{shares[1]}\nA,2020-01-03,3,{shares[2]}\nA,2020-01-04,2,\n");
        _run.Write(
            "f.yaml",
            "feature_set: test_v1\nfrequency: 1d\nfeatures:\n  - { type: ma, windows: [2], open_share: open }\n"
            + "  - { type: ema, alpha: 0.5, open_share: open, name: ema }\n");
        return Run("sales.csv");
    }

    private void Features(string type) => _run.Write(
        "f.yaml", $"feature_set: test_v1\nfrequency: 1d\nfeatures:\n  - {{ type: {type}, windows: [2], open_share: open }}\n");

    private Task<int> Run(string sales, params string[] more) => _run.Run(
        ["process", "--input", _run.PathOf(sales), "--output", _run.PathOf("out"), "--features", _run.PathOf("f.yaml"), .. more]);
}
