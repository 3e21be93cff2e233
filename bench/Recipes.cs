using System.Diagnostics;
using System.Globalization;
using SecretMagic.Bom;

namespace SecretMagic.Bench;

/// <summary>Compiling and exploding synthetic recipes: items in equal levels, every item above the last level made of eight deeper ones.</summary>
internal static class Recipes
{
    private const int LinesAnItem = 8;
    private const int Repetitions = 7;

    /// <summary>Nanoseconds a line to compile, and a line and day to explode over 96 and 368 days; medians.</summary>
    public static IEnumerable<string> Time()
    {
        foreach (var (name, items, levels) in new[] { ("bom20k", 20_000, 5), ("bom100k", 100_000, 6) })
        {
            var lines = Lines(items, levels);
            yield return Number($"{name}CompileNanosecondsALine", 1e9 / lines.Length * Median(() => BomGraph.Compile(lines, [])));
            var graph = BomGraph.Compile(lines, []).Graph!;
            foreach (var days in new[] { 96, 368 })
            {
                var demand = Demand(items, levels, days);
                var run = new Explosion(graph, demand, new ExplosionOptions { MaxLevels = levels });
                var total = 0.0;
                var seconds = Median(() => run.Run(row => total += row.Quantities[0]));
                yield return Number($"{name}NanosecondsALineDay{days}", 1e9 * seconds / lines.Length / days);
            }
        }
    }

    /// <summary>Lines of items in levels of equal size.</summary>
    public static BomLine[] Lines(int items, int levels)
    {
        var dice = new Random(7);
        var parents = (int)((long)items * (levels - 1) / levels);
        var lines = new BomLine[parents * LinesAnItem];
        for (var at = 0; at < lines.Length; at++)
        {
            var parent = at / LinesAnItem;
            var level = (int)((long)parent * levels / items);
            var deeper = (int)(((long)(level + 1) * items + levels - 1) / levels);
            lines[at] = new BomLine(Code(parent), Code(dice.Next(deeper, items)), 0.1 + dice.NextDouble()) { Origin = at + 2 };
        }

        return lines;
    }

    public static BomDemand Demand(int items, int levels, int days)
    {
        var dice = new Random(8);
        var demand = new BomDemand(new DateOnly(2026, 1, 1), days);
        var quantities = new double[days];
        for (var item = 0; item < items / levels; item++)
        {
            for (var day = 0; day < days; day++) quantities[day] = dice.Next(1, 50);
            demand.Add(Code(item), "", quantities);
        }

        return demand;
    }

    private static double Median(Action work)
    {
        work();
        var times = new double[Repetitions];
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var started = Stopwatch.GetTimestamp();
            work();
            times[repetition] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        return times.Order().ElementAt(Repetitions / 2);
    }

    private static string Code(int item) => string.Create(CultureInfo.InvariantCulture, $"ITEM-{item:000000}");

    private static string Number(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {value:0.0000}");
}
