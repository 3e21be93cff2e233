namespace SecretMagic.Integration.Cli;

/// <summary>Price elasticities that are drawn to their category, through the program.</summary>
public sealed class ElasticityTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_price_that_never_moved_has_the_elasticity_of_its_category()
    {
        (await Process()).ShouldBe(0, _run.Errors);

        // A moves, B does not; C is alone in its category, D has none.
        var last = _run.Query(
            "SELECT series_id, round(price_elasticity_30, 3)::VARCHAR FROM '{out}/out/features/test_v1/*/*.parquet' "
            + "WHERE timestamp = DATE '2024-02-29' ORDER BY 1").ToDictionary(row => row[0], row => double.Parse(row[1]));
        last["B"].ShouldBeInRange(-3, -2);
        last["A"].ShouldBeInRange(-3, last["B"]);
        (last["C"], last["D"]).ShouldBe((-1.5, -1.5));
    }

    [Fact]
    public async Task A_category_that_is_not_there_is_named_with_its_line()
    {
        (await Run("kategory", [])).ShouldBe(2);
        _run.Errors.ShouldContain("features.yaml, line 5, prior_by: The mean elasticity by 'kategory' needs a column 'kategory' of the static table");
    }

    private Task<int> Process(params string[] more) => Run("category", more);

    private Task<int> Run(string by, string[] more)
    {
        var rows = new List<string>();
        var first = new DateOnly(2024, 1, 1);
        for (var day = 0; day < 60; day++)
        {
            var price = 2 + day % 5 * 0.25;
            rows.Add($"A,{first.AddDays(day):yyyy-MM-dd},{400 * Math.Pow(price, -3)},{price}");
            foreach (var still in new[] { "B", "C", "D" }) rows.Add($"{still},{first.AddDays(day):yyyy-MM-dd},{day % 4 + 1},2");
        }

        _run.Write("sales.csv", $"series_id,timestamp,target,price\n{string.Join('\n', rows)}\n");
        _run.Write("static.csv", "series_id,category\nA,tea\nB,tea\nC,salt\nD,\n");
        _run.Features($"{{ type: price, price: price, elasticity: [30], prior: -1.5, prior_by: {by} }}");
        return _run.Run(
            ["process", "-i", _run.PathOf("sales.csv"), "-o", _run.PathOf("out"), "--features", _run.PathOf("features.yaml"),
                "--static", _run.PathOf("static.csv"), .. more]);
    }
}
