using System.Globalization;
using System.Text.Json;

namespace SecretMagic.Integration.Cli;

/// <summary>The golden cases whose recipes are the bundled data: food of the USDA and bicycles of AdventureWorks.</summary>
public sealed class RecipesTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public static TheoryData<string> Dishes { get; } = [.. Cases("fndds-")];

    public static TheoryData<string> Bicycles { get; } = [.. Cases("adventureworks-")];

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Dishes))]
    public async Task A_dish_needs_the_grams_of_its_ingredients(string id)
    {
        var expected = Case(id);
        Copy("SELECT dish_code AS parent, component_code AS component, gram_weight AS quantity, dish_output_grams AS per "
            + $"FROM read_csv('{SecretMagicRun.Checkout}/data/bom/fndds/derived_bom_lines.csv.gz', all_varchar = true, header = true)");
        _run.Write("demand.csv", $"item,date,quantity\n{expected.GetProperty("dish").GetString()},2004-01-01,{expected.GetProperty("demand_grams").GetDouble()}\n");
        await Explode();
        var grams = _run.Query("SELECT item, quantity FROM '{out}/out/requirements.parquet'").ToDictionary(row => row[0], row => Number(row[1]));
        Number(_run.Query("SELECT sum(quantity) FROM '{out}/out/requirements.parquet' WHERE kind = 'bought'")[0][0])
            .ShouldBe(expected.GetProperty("raw_total_grams").GetDouble(), 1e-3);
        foreach (var raw in expected.GetProperty("raw").EnumerateObject()) grams[raw.Name].ShouldBe(raw.Value.GetDouble(), 1e-6, raw.Name);
        Levels().ShouldBe(expected.GetProperty("depth_levels").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Bicycles))]
    public async Task A_bicycle_needs_its_parts_on_the_day(string id)
    {
        var expected = Case(id);

        // Tab separated without a header; the last day counts, so it ends a day later. Rows without a parent are the finished goods themselves.
        Copy("SELECT column1 AS parent, column2 AS component, column7 AS quantity, column3::DATE AS valid_from, column4::DATE + 1 AS valid_to "
            + $"FROM read_csv('{SecretMagicRun.Checkout}/data/bom/adventureworks/BillOfMaterials.csv', all_varchar = true, header = false, delim = '\t', auto_detect = false, "
            + "nullstr = '', columns = {column0: 'VARCHAR', column1: 'VARCHAR', column2: 'VARCHAR', column3: 'VARCHAR', column4: 'VARCHAR', column5: 'VARCHAR', "
            + "column6: 'VARCHAR', column7: 'VARCHAR', column8: 'VARCHAR'}) WHERE column1 IS NOT NULL");
        _run.Write("demand.csv", $"item,date,quantity\n{expected.GetProperty("root").GetInt32()},2022-12-31,1\n");
        await Explode();
        var pieces = _run.Query("SELECT item, quantity FROM '{out}/out/requirements.parquet'").ToDictionary(row => row[0], row => Number(row[1]));
        foreach (var group in (string[])["expected_raw", "expected_semi"])
            foreach (var part in expected.GetProperty(group).EnumerateObject()) pieces[part.Name].ShouldBe(part.Value.GetDouble(), 1e-9, part.Name);
        Levels().ShouldBe(expected.GetProperty("max_depth").GetInt32());
    }

    private int Levels() =>
        JsonDocument.Parse(File.ReadAllText(_run.PathOf("out/summary.json"))).RootElement.GetProperty("levels").GetInt32();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static JsonElement Golden() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(SecretMagicRun.Checkout, "tests", "golden", "bom", "cases.json"))).RootElement.GetProperty("cases");

    private static IEnumerable<string> Cases(string family) =>
        Golden().EnumerateArray().Select(one => one.GetProperty("id").GetString()!).Where(id => id.StartsWith(family, StringComparison.Ordinal));

    private static JsonElement Case(string id) => Golden().EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);

    private void Copy(string recipes)
    {
        using var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions());
        using var connection = database.Connect();
        connection.Execute($"COPY ({recipes}) TO '{_run.PathOf("bom.csv")}' (HEADER)", CancellationToken.None);
    }

    private async Task Explode() =>
        (await _run.Run("explode", "--bom", _run.PathOf("bom.csv"), "--demand", _run.PathOf("demand.csv"), "--output", _run.PathOf("out"), "--max-levels", "10"))
            .ShouldBe(0, _run.Output + _run.Errors);
}
