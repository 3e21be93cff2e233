using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>Weather of the day at the series' location.</summary>
internal sealed class Weather(ImmutableArray<(int FirstDay, double[] Values)> locations) : Operation
{
    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "weather",
        Kind = FeatureKind.Known,
        Summary = "Weather of the day at the series' location, its rolling means, its distance to what is normal on the day of the year, flags for "
            + "rain, heat and frost, and degree days.",
        Formula = "weather_{column}: the value of the day; weather_{column}_ma_{window}: mean of the known values of the last days, "
            + "the day included, also behind the table's last day; weather_{column}_anomaly: the value less the mean of the known values of all "
            + "years before the row's year, up to 7 days from the same day of the year; is_rain, is_heat: 1 from the bound on; is_frost: 1 below "
            + "the bound; degree_days_{base} = max(0, base - temperature).",
        NanMeaning = "The weather table has no value for the day (of the whole window, for means), or the series has no location "
            + "(Missing); it has no earlier year to make a normal of (anomaly: Warmup).",
        Cost = "A copy out of a table over days and places, made once for all series.",
        Example = "{ type: weather, columns: [temp_mean], degree_days: { base: 18 } } on a day of 12.5 degrees gives 12.5 and 5.5.",
        Names =
        [
            "weather_{column}", "weather_{column}_ma_{window}", "weather_{column}_anomaly", "is_rain", "is_heat", "is_frost", "degree_days_{base}",
        ],
        Parameters =
        [
            new("columns", ParameterShape.Texts, "Columns of the weather table.", "none"),
            new("rolling", ParameterShape.Wholes(1, 3660), "Windows, in days, of rolling means of the columns.", "none"),
            new("anomaly", ParameterShape.Flag, "Add the distance of the columns to their normal.", "false"),
            new("flags", WeatherFlag.Shape,
                "Flags, with another bound or column where these are not meant: rain from 1 of precipitation on, heat from 30 of temp_max on, "
                + "frost below 0 of temp_min.", "none"),
            new("degree_days", DegreeDays.Shape,
                "The temperature below which heating is needed, and the column it is compared with.", "none"),
            HistoryParameters.Optional,
        ],
    };

    public override void Enlist(WorkerLayout worker, int feature, int stateStart) =>
        worker.Kernels.Add(new WeatherKernel(feature, locations, worker.Attributes.Locations, worker.Scratch));

    private static void Compile(EntryCompiler entry)
    {
        if (!entry.Has("columns") && !entry.Has("degree_days") && !entry.Has("flags"))
            entry.Fail("columns", "Weather needs columns, flags or degree_days, or several of them.");
        if (entry.Has("rolling") && !entry.Has("columns")) entry.Fail("rolling", "Rolling means need columns.");
        if (entry.Flag("anomaly") && !entry.Has("columns")) entry.Fail("anomaly", "Anomalies need columns.");
        if (entry.Sources is { Weather: null })
        {
            entry.Absent(null, "Weather needs a weather table; none is given.");
            return;
        }

        foreach (var column in entry.Texts("columns"))
        {
            Add(entry, "columns", column, $"weather_{column}", "", (_, values) => values);
            foreach (var window in entry.Wholes("rolling"))
                Add(entry, "rolling", column, $"weather_{column}_ma_{window}", $"|ma w={window} min=1 open end",
                    (day, values) => DailySeries.Means(day, values, window));
            if (entry.Flag("anomaly"))
                Add(entry, "anomaly", column, $"weather_{column}_anomaly", $"|anomaly reach={DailySeries.NormalReach}", DailySeries.Anomalies);
        }

        foreach (var flag in WeatherFlag.Read(entry.Value("flags")) ?? [])
            Add(entry, "flags", flag.Column, $"is_{flag.Name}", $"|{flag.Canonical}", (_, values) => [.. values.Select(flag.Of)]);

        if (DegreeDays.Read(entry.Value("degree_days")) is var (bound, temperature))
        {
            Add(entry, "degree_days", temperature, $"degree_days_{bound}", $"|degree days below {bound}",
                (_, values) => [.. values.Select(value => Math.Max(0, bound - value))]);
        }
    }

    private static void Add(
        EntryCompiler entry, string key, string column, string name, string operation, Func<int, double[], double[]> compute)
    {
        var table = entry.Sources?.Weather;
        var position = table?.Columns.IndexOf(column) ?? 0;
        if (position < 0)
        {
            entry.Absent(key, $"The weather table has no column '{column}'; it has {string.Join(", ", table!.Columns)}.");
            return;
        }

        var locations = ImmutableArray.CreateBuilder<(int, double[])>();
        for (var location = 0; location < (table?.Locations.Count ?? 0); location++)
        {
            var values = compute(table!.FirstDay(location), table.Values(position, location).ToArray());
            locations.Add((table.FirstDay(location), [.. values.Select(Reasoned)]));
        }

        entry.Add(name, $"weather|{column}{operation}", new Weather(locations.ToImmutable()));
    }

    private static double Reasoned(double value) =>
        double.IsNaN(value) && ReasonNan.ReasonIn(value) == NanReason.Undefined ? ReasonNan.Missing : value;

    private sealed class WeatherKernel(
        int feature, ImmutableArray<(int FirstDay, double[] Values)> tables, ImmutableArray<int> locations, double[] scratch) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            var location = locations.Length == 0 ? 0 : locations[tile.Series];
            if ((uint)location >= (uint)tables.Length)
            {
                tile.Writer.Fill(feature, 0, tile.Count, NanReason.Missing);
                return;
            }

            var (firstDay, table) = tables[location];
            var grid = tile.Grid;
            var values = scratch.AsSpan(0, tile.Count);
            for (var i = 0; i < values.Length; i++)
            {
                var day = grid.DayOf(tile.Period + i) - firstDay;
                values[i] = (uint)day < (uint)table.Length ? table[day] : ReasonNan.Missing;
            }

            tile.Writer.Write(feature, values, 0);
        }
    }
}
