using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// The inputs of the demonstration's kitchen. No public data joins one shop's dish sales with its recipes, so the demand is borrowed: real recipes,
/// the demand curves of real retail items, and a stock by rule. The folder says so in its README, and no output calls it real.
/// </summary>
public static class DemoKitchen
{
    /// <summary>The rule in words, for reports and for the README beside the files.</summary>
    public const string Rule =
        "Recipes are real (USDA FNDDS). Demand is borrowed, not real: the 200 dishes with the most semi-finished components take the daily units of the 200 "
        + "retail items sold on the most days, moved 104 weeks later to meet the weather of Seattle; a unit is a portion of 250 g. The last 28 days "
        + "serve as the forecast. Stock is a rule: 200 kg of every raw material.";

    private const string Readme = "README.md";

    /// <summary>Writes sales.csv, bom.csv, items.csv, demand.csv and stock.csv into a folder, unless they are there already.</summary>
    /// <param name="data">The folder of the bundled data.</param>
    /// <param name="folder">The folder to make.</param>
    /// <param name="token">Cancels; nothing is left behind.</param>
    /// <exception cref="InputException">The bundled data is not in <paramref name="data"/>.</exception>
    public static void Write(string data, string folder, CancellationToken token)
    {
        var recipes = Bundled(data, "bom/fndds/derived_bom_lines.csv.gz");
        var retail = Bundled(data, "retail/online_retail_daily.csv.gz");
        var readme = $"# Inputs of the demonstration's kitchen\n\n{Rule}\n\n"
            + $"Made from recipes {Fingerprint.OfFile(recipes, token)} and retail {Fingerprint.OfFile(retail, token)}, by {Fingerprint.Software}.\n";
        if (File.Exists(Path.Combine(folder, Readme)) && File.ReadAllText(Path.Combine(folder, Readme)) == readme) return;

        using var staged = OutputPlace.Open(folder);
        using var database = DuckDatabase.Open(new DuckOptions());
        using var connection = database.Connect();
        connection.Execute(Script.Replace("{recipes}", recipes.Replace("'", "''")).Replace("{retail}", retail.Replace("'", "''")), token);
        foreach (var table in (string[])["sales", "bom", "items", "demand", "stock"])
            connection.Execute($"COPY (FROM {table} ORDER BY ALL) TO {DuckSql.Literal(Path.Combine(staged.Path, table + ".csv"))} (HEADER)", token);
        File.WriteAllText(Path.Combine(staged.Path, Readme), readme);
        staged.Commit();
    }

    private const string Script =
        """
        CREATE TABLE recipe AS FROM read_csv('{recipes}', header = true, all_varchar = true);
        CREATE TABLE bom AS
            SELECT dish_code AS parent, component_code AS component, gram_weight::DOUBLE AS quantity, dish_output_grams::DOUBLE AS per, 'g' AS unit FROM recipe;
        CREATE TABLE items AS
            SELECT item, name, 'g' AS unit
            FROM (SELECT dish_code AS item, dish_name AS name FROM recipe
                  UNION ALL SELECT component_code, component_name FROM recipe WHERE is_semi_finished = '0')
            GROUP BY item, name QUALIFY row_number() OVER (PARTITION BY item ORDER BY count(*) DESC, name) = 1;
        CREATE TABLE stock AS SELECT DISTINCT component AS item, 200000 AS quantity FROM bom WHERE component NOT IN (SELECT parent FROM bom);
        CREATE TABLE dishes AS
            SELECT dish_code, row_number() OVER (ORDER BY count(*) FILTER (is_semi_finished = '1') DESC, count(*) DESC, dish_code) AS rank
            FROM recipe GROUP BY dish_code ORDER BY rank LIMIT 200;
        CREATE TABLE curve AS FROM read_csv('{retail}', header = true, all_varchar = true);
        CREATE TABLE busiest AS
            SELECT series_id, row_number() OVER (ORDER BY count(*) DESC, series_id) AS rank FROM curve GROUP BY series_id ORDER BY rank LIMIT 200;
        CREATE TABLE sales AS
            SELECT dish_code AS series_id, timestamp::DATE + 728 AS timestamp, target::INTEGER AS target
            FROM curve JOIN busiest USING (series_id) JOIN dishes USING (rank);
        CREATE TABLE demand AS
            SELECT series_id AS item, timestamp AS date, target * 250 AS quantity FROM sales WHERE timestamp > (SELECT max(timestamp) FROM sales) - 28;
        """;

    private static string Bundled(string data, string name)
    {
        var file = Path.Combine(data, name);
        return File.Exists(file) ? file : throw new InputException($"the bundled data is not here; give --data the folder 'data' of a checkout", file);
    }
}
