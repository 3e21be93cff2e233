using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using SecretMagic.Bom;
using SecretMagic.Series;

namespace SecretMagic.Bench;

/// <summary>Compiling and exploding synthetic recipes: items in equal levels, every item above the last level made of eight deeper ones.</summary>
internal static class Recipes
{
    private const int LinesAnItem = 8;
    private const int Passes = 25;

    /// <summary>
    /// Nanoseconds a line to compile, and a line and day to explode over 96 and 368 days: whole runs with their rows handed over, and the
    /// sweep alone in memory that is there; the least of many passes.
    /// </summary>
    public static IEnumerable<string> Time()
    {
        foreach (var (name, items, levels) in new[] { ("bom2k", 2_000, 5), ("bom20k", 20_000, 5), ("bom100k", 100_000, 6) })
        {
            var lines = Lines(items, levels);
            yield return Number($"{name}CompileNanosecondsALine", 1e9 / lines.Length * Least(() => BomGraph.Compile(lines, [])));
            var graph = BomGraph.Compile(lines, []).Graph!;
            foreach (var days in new[] { 96, 368 })
            {
                var demand = Demand(items, levels, days);
                var run = new Explosion(graph, demand, new ExplosionOptions { MaxLevels = levels });
                var total = 0.0;
                var seconds = Least(() => run.Run(row => total += row.Quantities[0]));
                yield return Number($"{name}NanosecondsALineDay{days}", 1e9 * seconds / lines.Length / days);
            }

            const int Columns = 64;
            var plan = new ExplosionPlan(graph, Demand(items, levels, Columns), levels);
            using var sweep = new Sweep(plan, null, Columns, Columns);
            sweep.BeginWindow();
            var swept = Least(() => sweep.Run(new ColumnTile(0, 1, 0, Columns, Columns)));
            yield return Number($"{name}SweepNanosecondsALineDay", 1e9 * swept / lines.Length / Columns);
        }
    }

    /// <summary>Gigabytes a second that one thread reads of memory in order: what no sweep out of cache can pass.</summary>
    public static string Stream()
    {
        using var memory = new AlignedBuffer<double>(32 << 20);
        memory.Fill(1);
        var sum = Vector<double>.Zero;
        var seconds = Least(() => sum += Sum(MemoryMarshal.Cast<double, Vector<double>>(memory.Slice(0, 32 << 20))));
        return sum[0] > 0 ? Number("streamGigabytesASecond", 8e-9 * memory.Length / seconds) : throw new InvalidOperationException();
    }

    private static Vector<double> Sum(ReadOnlySpan<Vector<double>> values)
    {
        var (one, two, three, four) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        for (var i = 0; i + 3 < values.Length; i += 4)
            (one, two, three, four) = (one + values[i], two + values[i + 1], three + values[i + 2], four + values[i + 3]);
        return one + two + (three + four);
    }

    /// <summary>Lines of items in levels of equal size.</summary>
    public static BomLine[] Lines(int items, int levels)
    {
        var dice = 7UL;
        var parents = (int)((long)items * (levels - 1) / levels);
        var lines = new BomLine[parents * LinesAnItem];
        for (var at = 0; at < lines.Length; at++)
        {
            var parent = at / LinesAnItem;
            var level = (int)((long)parent * levels / items);
            var deeper = (int)(((long)(level + 1) * items + levels - 1) / levels);
            lines[at] = new BomLine(Code(parent), Code(deeper + Draw(ref dice, items - deeper)), 0.1 + Draw(ref dice, 1000) / 1000.0) { Origin = at + 2 };
        }

        return lines;
    }

    public static BomDemand Demand(int items, int levels, int days)
    {
        var dice = 8UL;
        var demand = new BomDemand(new DateOnly(2026, 1, 1), days);
        var quantities = new double[days];
        for (var item = 0; item < items / levels; item++)
        {
            for (var day = 0; day < days; day++) quantities[day] = 1 + Draw(ref dice, 49);
            demand.Add(Code(item), "", quantities);
        }

        return demand;
    }

    /// <summary>A number from 0 to below a limit, by SplitMix64.</summary>
    private static int Draw(ref ulong state, int limit)
    {
        var value = state += 0x9E37_79B9_7F4A_7C15;
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return (int)((value ^ (value >> 31)) % (ulong)limit);
    }

    /// <summary>The least of 25 passes, and of as many more as fill a second: compiled code in its last form, undisturbed once.</summary>
    private static double Least(Action work)
    {
        var (least, started) = (double.MaxValue, Stopwatch.GetTimestamp());
        for (var pass = 0; pass < Passes || Stopwatch.GetElapsedTime(started).TotalSeconds < 1; pass++)
        {
            var begun = Stopwatch.GetTimestamp();
            work();
            least = Math.Min(least, Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return least;
    }

    private static string Code(int item) => string.Create(CultureInfo.InvariantCulture, $"ITEM-{item:000000}");

    private static string Number(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {value:0.0000}");
}
