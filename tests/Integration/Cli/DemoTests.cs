namespace SecretMagic.Integration.Cli;

/// <summary><c>secretmagic demo</c> on the bundled data: what <c>make run</c> runs.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_demonstration_prepares_both_jobs_and_a_second_run_changes_nothing()
    {
        await Demo();
        _run.Output.ShouldContain("results:");
        _run.Output.ShouldContain("Demand is borrowed, not real");
        _run.Query("SELECT count(*), count(DISTINCT series_id) FROM '{out}/out/demo-shop/features/*/*/*.parquet'")[0].ShouldBe(["1050993", "3791"]);
        _run.Query("SELECT count(DISTINCT series_id) FROM '{out}/out/demo-kitchen/features/*/*/*.parquet'")[0].ShouldBe(["200"]);
        _run.Query("SELECT count(*) > 0, min(short) >= 0 FROM '{out}/out/demo-kitchen/materials/coverage.parquet'")[0].ShouldBe(["true", "true"]);
        var first = _run.Fingerprints("out");

        await Demo();
        _run.Output.Split("unchanged").Length.ShouldBe(4, "three jobs, all unchanged");
        _run.Fingerprints("out").ShouldBe(first);
    }

    private async Task Demo() => (await _run.Run(
        "demo", "--data", Path.Combine(SecretMagicRun.Checkout, "data"), "--output", _run.PathOf("out"), "--features", Path.Combine(SecretMagicRun.Checkout, "configs", "features.yaml")))
        .ShouldBe(0, _run.Output + _run.Errors);
}
