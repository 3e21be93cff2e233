using System.Diagnostics;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Bench;

/// <summary>One row at a time through the saved state of a series, on one core.</summary>
internal static class Online
{
    private const int Repetitions = 3;

    /// <summary>Seconds for these rows over these series in turn, the median.</summary>
    public static double Time(string file, int series, int rows)
    {
        var plan = Kernels.Plan(file);
        using var block = new ColumnBlock(plan.Columns, 1_024);
        Span<double> values = stackalloc double[1];
        var seconds = new double[Repetitions];
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            using var worker = plan.CreateOnlineWorker(new TimeGrid(Frequency.Day), SeriesAttributes.None);
            var all = Enumerable.Range(0, series).Select(_ => worker.Start(15_003)).ToArray();
            var started = Stopwatch.GetTimestamp();
            for (var row = 0; row < rows; row++)
            {
                if (row % block.Capacity == 0) block.Clear();
                values[0] = Sales.Units(row % series, row / series, 60);
                worker.Append(all[row % series], values, block, 0, row % block.Capacity);
            }

            seconds[repetition] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        return seconds.Order().ElementAt(Repetitions / 2);
    }
}
