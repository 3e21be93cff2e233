using System.Diagnostics;
using System.Globalization;
using SecretMagic.Bom;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Bench;

/// <summary>
/// Workload B1: six levels of 20,000 items, eight components each of the next level, demand of 20,000 dishes over 30 days, raw materials a day. In turn
/// with DuckDB, which joins and sums once a level; both have lines and demand in memory. The raw materials are the same, or there are no figures.
/// </summary>
internal static class RecipesBesideDuck
{
    private const int Width = 20_000;
    private const int Levels = 6;
    private const int LinesAnItem = 8;
    private const int Days = 30;
    private const int Turns = 11;
    private const int Warm = 4;

    // One formula for both: the component, the quantity and the demand of a line or an item by its number.
    private const string Lines = "SELECT i // 160000 AS level, CAST(i // 8 AS INTEGER) AS parent,"
        + " CAST((i // 160000 + 1) * 20000 + (i * 7919 + (i // 8) * 104729) % 20000 AS INTEGER) AS component,"
        + " 0.1 + (i % 97) / 97.0 AS quantity FROM range(800000) AS all_lines(i)";

    private const string Demand = "SELECT CAST(item AS INTEGER) AS item, CAST(day AS INTEGER) AS day,"
        + " CAST(1 + (item * 31 + day * 17) % 49 AS DOUBLE) AS quantity"
        + " FROM range(20000) AS items(item), range(30) AS days(day)";

    /// <summary>Seconds of compiling, of exploding, and of DuckDB; each the median of its turns.</summary>
    public static IEnumerable<string> Time()
    {
        using var database = DuckDatabase.Open(new DuckOptions());
        using var duck = database.Connect();
        duck.Execute($"CREATE TABLE lines AS {Lines}", default);
        duck.Execute($"CREATE TABLE demand AS {Demand}", default);
        var (lines, demand) = (OwnLines(), OwnDemand());
        var (compiling, exploding, joining) = (new double[Turns], new double[Turns], new double[Turns]);
        for (var turn = -Warm; turn < Turns; turn++)
        {
            var begun = Stopwatch.GetTimestamp();
            var graph = BomGraph.Compile(lines, []).Graph!;
            var compiled = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            var raw = 0.0;
            begun = Stopwatch.GetTimestamp();
            new Explosion(graph, demand, new ExplosionOptions { MaxLevels = Levels }).Run(row => raw += row.Level == Levels - 1 ? Sum(row.Quantities) : 0);
            var exploded = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            begun = Stopwatch.GetTimestamp();
            Join(duck);
            if (turn >= 0) (compiling[turn], exploding[turn], joining[turn]) = (compiled, exploded, Stopwatch.GetElapsedTime(begun).TotalSeconds);
            var theirs = duck.Scalar<double>($"SELECT sum(quantity) FROM need{Levels - 1}", default)!.Value;
            if (Math.Abs(raw - theirs) > 1e-9 * theirs) throw new InvalidOperationException($"B1: {raw} here, {theirs} from DuckDB.");
        }

        yield return Number("b1Compile", compiling);
        yield return Number("b1", exploding);
        yield return Number("b1Duck", joining);
    }

    private static void Join(DuckConnection duck)
    {
        duck.Execute("CREATE OR REPLACE TABLE need0 AS FROM demand", default);
        for (var level = 0; level < Levels - 1; level++)
            duck.Execute(
                $"CREATE OR REPLACE TABLE need{level + 1} AS SELECT component AS item, day, sum(need.quantity * lines.quantity) AS quantity"
                + $" FROM need{level} AS need JOIN lines ON lines.parent = need.item WHERE lines.level = {level} GROUP BY component, day",
                default);
    }

    private static BomLine[] OwnLines()
    {
        var lines = new BomLine[(Levels - 1) * Width * LinesAnItem];
        for (long i = 0; i < lines.Length; i++)
        {
            var component = (i / 160000 + 1) * 20000 + (i * 7919 + i / 8 * 104729) % 20000;
            lines[i] = new BomLine(Code(i / 8), Code(component), 0.1 + i % 97 / 97.0) { Origin = (int)i + 2 };
        }

        return lines;
    }

    private static BomDemand OwnDemand()
    {
        var demand = new BomDemand(new DateOnly(2026, 1, 1), Days);
        var quantities = new double[Days];
        for (var item = 0; item < Width; item++)
        {
            for (var day = 0; day < Days; day++) quantities[day] = 1 + (item * 31 + day * 17) % 49;
            demand.Add(Code(item), "", quantities);
        }

        return demand;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    private static string Code(long item) => string.Create(CultureInfo.InvariantCulture, $"ITEM-{item:000000}");

    private static string Number(string name, double[] seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {seconds.Order().ElementAt(Turns / 2):0.0000}");
}
