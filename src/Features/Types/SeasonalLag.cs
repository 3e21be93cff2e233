using System.Collections.Immutable;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>The value of the same day some years ago.</summary>
internal sealed class SeasonalLag(History history, int years, int steps, bool byDate) : Operation
{
    private const int MaxYears = 20;
    private const int DaysOfWeeks = 364;
    private const int MostDays = 366;

    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "seasonal_lag",
        Kind = FeatureKind.Past,
        Summary = "The value of the same weekday or the same date some years ago.",
        Formula = "align: weekday looks 364 days (52 weeks) a year back, which keeps the weekday; align: date looks at the same date, on February "
            + "29 at February 28. On grids finer than a day the time of day is the same.",
        NanMeaning = "The row looked at lies before the history (Warmup; with decay, before the first known value), is itself missing, or the row "
            + "lies after the last known value (Missing).",
        Cost = "weekday: a copy of the value; date: about 20 ns for the calendar.",
        Example = "{ type: seasonal_lag, years: [1], align: date } on 2025-03-01 gives the value of 2024-03-01; with align: weekday that of "
            + "2024-03-02, a Saturday too.",
        Names = ["seasonal_lag_{years}"],
        Parameters =
        [
            new("years", ParameterShape.Wholes(1, MaxYears), "How many years to look back."),
            new("align", ParameterShape.OneOf("weekday", "date"), "What is kept: the weekday, or day and month.", "weekday"),
            .. HistoryParameters.Common,
        ],
    };

    public override ImmutableArray<InputRead>? Reads => byDate ? null : [new(history.ColumnName, checked(steps + history.Shift))];

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var input = worker.Input(history, checked(steps + history.Shift));
        if (byDate)
        {
            worker.Kernels.Add(new DateKernel(input, worker.Output(input, history, feature), years, worker.Scratch));
            return;
        }

        // It goes on into the future for as long as the row it looks at lies in the history.
        var distance = history with { Shift = checked(steps + history.Shift) };
        worker.Kernels.Add(new WeekdayKernel(input, worker.Output(input, distance, feature)));
    }

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history) return;
        var align = entry.Text("align") ?? "weekday";
        if (align == "date" && entry.Set.Frequency.Micros > Frequency.Day.Micros)
        {
            entry.Fail("align", $"A grid of {entry.Set.Frequency} does not hold every date: use weekday.");
            return;
        }

        foreach (var years in entry.Wholes("years"))
        {
            var steps = Steps(new TimeGrid(entry.Set.Frequency), years * (align == "date" ? MostDays : DaysOfWeeks));
            entry.Add(
                entry.Name("seasonal_lag_{years}",
                    ("years", years), ("align", align), ("column", history.ColumnName), ("shift", history.Shift)),
                history.Canonical($"seasonal_lag years={years} align={align}"),
                new SeasonalLag(history, years, steps, align == "date"));
        }
    }

    private static int Steps(TimeGrid grid, int days) => checked((int)(days * Frequency.Day.Micros / grid.Frequency.Micros));

    private sealed class WeekdayKernel(HistoryInput input, HistoryOutput output) : Kernel
    {
        public override void Run(Tile tile, Span<double> state) =>
            output.WriteShared(tile, input.Lead - output.History.Shift, tile.Count);
    }

    private sealed class DateKernel(HistoryInput input, HistoryOutput output, int years, double[] scratch) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            var grid = tile.Grid;
            var target = scratch.AsSpan(0, tile.Count);
            var first = input.Lead - output.History.Shift;
            for (var i = 0; i < target.Length; i++)
            {
                var ticks = grid.MicrosOf(tile.Period - output.History.Shift + i) * TimeSpan.TicksPerMicrosecond;
                var now = DateTime.UnixEpoch.AddTicks(ticks);
                target[i] = input.Values[first + i - Steps(grid, (now - now.AddYears(-years)).Days)];
            }

            output.Write(tile, target);
        }
    }
}
