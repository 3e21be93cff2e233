namespace SecretMagic.Integration.Cli;

/// <summary>The feature sets of docs/EXAMPLES.md run on rows with the columns that the document makes.</summary>
public sealed class ExamplesTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("rossmann", "promo\nA,2020-01-01,1,0\nA,2020-01-03,2,1\n", 31)]
    [InlineData("bakery", "promo\nA,2020-01-01,1,0\nA,2020-01-02,2,1\n", 39)]
    [InlineData("dominicks", "price,deal\nA,2020-01-02,1,2.5,0\nA,2020-01-09,2,2,1\n", 21)]
    public async Task Its_feature_set_runs(string name, string rows, int features)
    {
        _run.Write("sales.csv", "series_id,timestamp,target," + rows);
        _run.Write("static.csv", "series_id,location,store_type,assortment\nA,1,a,b\n");
        _run.Write("weather.csv", "date,location,rain,temp_mean,temp_max\n2020-01-01,1,0,5,9\n2020-01-02,1,0,5,9\n");
        (await _run.Run(
            "process", "--input", _run.PathOf("sales.csv"), "--static", _run.PathOf("static.csv"), "--weather", _run.PathOf("weather.csv"),
            "--features", Path.Combine(SecretMagicRun.Checkout, "docs", "examples", name + ".yaml"), "--output", _run.PathOf("out"))).ShouldBe(0, _run.Errors);
        _run.Output.ShouldContain($"{features} features");
        _run.Output.ShouldNotContain("left out");
    }
}
