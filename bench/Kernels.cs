using System.Diagnostics;
using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Series;

namespace SecretMagic.Bench;

/// <summary>Features of a whole panel, beside filling the same output buffers with a constant.</summary>
internal static class Kernels
{
    private const int Repetitions = 25;

    /// <summary>Rows of a block that is written again and again.</summary>
    private const int BlockRows = 8_192;

    /// <summary>The plan of a feature set over the target alone.</summary>
    public static FeaturePlan Plan(string file)
    {
        var definition = FeatureSetFile.Read(Path.Combine(AppContext.BaseDirectory, file));
        return FeaturePlan.Compile(definition.Set, new FeatureSources { Columns = Sales.Columns }).Plan
            ?? throw new InvalidOperationException($"{file} does not compile.");
    }

    /// <summary>Seconds to compute and to fill: the least of several times, because what else the machine does is not ours. The buffers are
    /// made and touched before.</summary>
    /// <param name="file">The feature set.</param>
    /// <param name="panel">The input.</param>
    /// <param name="threads">How many compute at once.</param>
    /// <param name="whole">Buffers that hold the whole result, or one block that is written again and again.</param>
    public static (double Compute, double Fill) Time(string file, SeriesPanel panel, int threads, bool whole)
    {
        var plan = Plan(file);
        var parts = Enumerable.Range(0, threads).Select(part => (
            First: (int)((long)panel.SeriesCount * part / threads), Last: (int)((long)panel.SeriesCount * (part + 1) / threads))).ToArray();
        var blocks = parts.Select(part => new ColumnBlock(plan.Columns, whole ? (part.Last - part.First) * Sales.Days : BlockRows)).ToArray();
        var workers = parts.Select(_ => plan.CreateWorker(panel, SeriesAttributes.None)).ToArray();
        var compute = new double[Repetitions];
        var fill = new double[Repetitions];
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            fill[repetition] = Timed(part => Fill(blocks[part], parts[part].First, parts[part].Last));
            compute[repetition] = Timed(part => Compute(workers[part], plan, blocks[part], parts[part].First, parts[part].Last));
        }

        foreach (var worker in workers) worker.Dispose();
        foreach (var block in blocks) block.Dispose();
        return (compute.Min(), fill.Min());

        double Timed(Action<int> work)
        {
            var started = Stopwatch.GetTimestamp();
            if (threads == 1) work(0);
            else Parallel.For(0, threads, work);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    private static void Compute(FeatureWorker worker, FeaturePlan plan, ColumnBlock block, int first, int last)
    {
        var state = new double[plan.StateLength];
        block.Clear();
        for (var series = first; series < last; series++)
        {
            if (block.Rows + Sales.Days > block.Capacity) block.Clear();
            Array.Clear(state);
            worker.Compute(series, 0, Sales.Days, state, block, 0, block.Rows);
            block.Rows += Sales.Days;
        }
    }

    private static void Fill(ColumnBlock block, int first, int last)
    {
        block.Clear();
        for (var series = first; series < last; series++)
        {
            if (block.Rows + Sales.Days > block.Capacity) block.Clear();
            for (var column = 0; column < block.Columns.Length; column++)
            {
                if (block.Columns[column].Width == sizeof(float)) block.Values<float>(column).Slice(block.Rows, Sales.Days).Fill(series);
                else block.Values<byte>(column).Slice(block.Rows, Sales.Days).Fill((byte)series);
            }

            block.Rows += Sales.Days;
        }
    }
}
