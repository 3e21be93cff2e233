using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Series;

// Times the kernels of workload F1 in memory: input and output buffers are made before and reused, one worker a core. Prints a line of JSON:
// seconds to compute, and seconds to fill the same output buffers. usage: SecretMagic.Bench [SERIES]
const int Days = 1941;
const int BlockRows = 8_192;
const int Repetitions = 5;
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30_490;
var columns = ImmutableArray.Create("target");
using var panel = new SeriesPanel(
    new TimeGrid(Frequency.Day), columns, [.. Enumerable.Repeat(15_003L, count)], [.. Enumerable.Repeat(Days, count)]);
for (var series = 0; series < count; series++)
{
    var values = panel.Values(0, series);
    for (var day = 0; day < Days; day++)
    {
        var noise = (uint)((series * Days + day) * 2_654_435_761L >> 7);
        values[day] = noise % 100 < 60 ? 0 : noise % 24;
    }
}

var definition = FeatureSetFile.Read(Path.Combine(AppContext.BaseDirectory, "f1.yaml"));
var plan = FeaturePlan.Compile(definition.Set, new FeatureSources { Columns = columns }).Plan
    ?? throw new InvalidOperationException("f1.yaml does not compile.");
var compute = new double[Repetitions];
var fill = new double[Repetitions];
for (var repetition = 0; repetition < Repetitions; repetition++)
{
    compute[repetition] = Timed(Compute);
    fill[repetition] = Timed(Fill);
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $$"""{"rows": {{panel.RowCount}}, "compute": {{Median(compute):0.0000}}, "fill": {{Median(fill):0.0000}}}"""));

void Compute(int first, int last)
{
    using var worker = plan.CreateWorker(panel, SeriesAttributes.None);
    using var block = new ColumnBlock(plan.Columns, BlockRows);
    var state = new double[plan.StateLength];
    for (var series = first; series < last; series++)
    {
        if (block.Rows + Days > BlockRows) block.Clear();
        Array.Clear(state);
        worker.Compute(series, 0, Days, state, block, 0, block.Rows);
        block.Rows += Days;
    }
}

void Fill(int first, int last)
{
    using var block = new ColumnBlock(plan.Columns, BlockRows);
    for (var series = first; series < last; series++)
    {
        if (block.Rows + Days > BlockRows) block.Clear();
        for (var column = 0; column < plan.Features.Length; column++) block.Values<float>(column).Slice(block.Rows, Days).Fill(series);
        block.Rows += Days;
    }
}

double Timed(Action<int, int> work)
{
    var started = Stopwatch.GetTimestamp();
    var workers = Environment.ProcessorCount;
    Parallel.For(0, workers, worker => work((int)((long)count * worker / workers), (int)((long)count * (worker + 1) / workers)));
    return Stopwatch.GetElapsedTime(started).TotalSeconds;
}

static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
