using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Runtime.Online;
using SecretMagic.Series;

namespace SecretMagic.Unit.Runtime.Online;

/// <summary>Shards for tests, and what a batch says of the same rows.</summary>
internal static class AnyShard
{
    public const int FirstPeriod = 13_990;

    private static readonly CompiledPlans Plans = new();

    public static readonly SeriesShardId Id = SeriesShardId.Parse("acme.0");

    public static readonly ShardPlan Plan = PlanOf(1, """
        - {type: lag, lags: [1, 7, 28]}
        - {type: ma, windows: [3, 7, 28]}
        - {type: std, windows: [5, 28]}
        - {type: max, windows: [7, 40]}
        - {type: median, windows: [9]}
        - {type: ema, alpha: 0.1}
        - {type: ema, span: 7, nan_strategy: decay, name: decay_7}
        - {type: expanding_mean}
        - {type: zscore, windows: [14]}
        - {type: days_since_sale}
        - {type: ma, column: price, windows: [7], name: "price_{window}"}
        - {type: calendar}
        """);

    public static readonly ShardPlan Next = PlanOf(2, """
        - {type: ma, windows: [4, 90]}
        - {type: ema, alpha: 0.5}
        - {type: sum, column: promo, windows: [7], name: "promo_{window}"}
        """);

    private static readonly Gen<double> Value =
        Gen.Frequency((6, Gen.Choose(0, 30).Select(value => (double)value)), (2, Gen.Choose(0, 900).Select(value => value / 7.0)), (1, Gen.Constant(double.NaN)));

    /// <summary>Rows of three series, mostly in the order of time, some late, some corrected, some long after the one before.</summary>
    public static readonly Gen<List<AnyRow>> Rows = (
        from step in Gen.Frequency((8, Gen.Choose(0, 2)), (2, Gen.Choose(-12, 0)), (1, Gen.Choose(-90, 45)))
        from series in Gen.Choose(0, 2)
        from target in Value
        from price in Value
        from known in Gen.Frequency((4, Gen.Constant(-1)), (1, Gen.Choose(0, 400)))
        select (step, series, target, price, known)).ListOf().Select(steps =>
        {
            var next = new int[3];
            return steps.Select(made =>
            {
                next[made.series] = Math.Max(-50, next[made.series] + made.step);
                return new AnyRow($"s{made.series}", FirstPeriod + next[made.series], made.target, made.price, made.known);
            }).ToList();
        });

    public static OnlinePlan Compiled(ShardPlan plan) => Plans.Of(plan);

    public static OnlineShard New() => new(Compiled);

    public static Recorded Set(long version, ShardPlan plan) => new(EntityId.SeriesShard(Id), version, StampOf(version), new SeriesShardEvent.PlanSet(plan, null));

    public static Recorded Take(long version, IReadOnlyList<AnyRow> rows) => new(EntityId.SeriesShard(Id), version, StampOf(version), new SeriesShardEvent.RowsTaken(Block(rows, version)));

    public static Stamp StampOf(long version) => Stamp.Create(CommandId.Parse($"c{version}"), "anna", Moment(version));

    public static DateTimeOffset Moment(long version) => DateTimeOffset.UnixEpoch.AddDays(FirstPeriod + version);

    public static long Known(AnyRow row, long version) => OnlineShard.MicrosOf(Moment(row.Known < 0 ? version : row.Known));

    /// <summary>What a batch says of the last row of each series: the rows that were known last, and one more behind them, so that none is the future.</summary>
    public static Dictionary<string, ShardFeatures> Batch(OnlinePlan plan, IEnumerable<(AnyRow Row, long KnownAt)> rows, long moment = long.MaxValue)
    {
        var known = rows.Where(row => row.KnownAt <= moment && (moment == long.MaxValue || plan.Grid.MicrosOf(row.Row.Period) <= moment))
            .Select((row, place) => (row.Row, row.KnownAt, place)).OrderBy(row => row.KnownAt).ThenBy(row => row.place);
        var answer = new Dictionary<string, ShardFeatures>();
        foreach (var series in known.GroupBy(row => row.Row.Series))
        {
            var last = series.GroupBy(row => row.Row.Period).ToDictionary(group => group.Key, group => group.Last().Row);
            var (first, length) = (last.Keys.Min(), (int)(last.Keys.Max() - last.Keys.Min()) + 1);
            using var panel = new SeriesPanel(plan.Grid, plan.Columns, [first], [length + 1]);
            for (var column = 0; column < plan.Columns.Length; column++)
            {
                panel.Values(column, 0)[^1] = 1;
                foreach (var (period, row) in last) panel.Values(column, 0)[(int)(period - first)] = row.Value(plan.Columns[column]);
            }

            using var worker = plan.Features.CreateWorker(panel, SeriesAttributes.None);
            using var block = ShardWorker.Block(plan, length + 1);
            worker.Compute(0, 0, length + 1, new double[plan.Features.StateLength], block, 0, 0);
            var values = new double[plan.Features.Columns.Length];
            ShardWorker.Read(block, length - 1, values);
            answer.Add(series.Key, new ShardFeatures(series.Key, first + length - 1, 0, plan, [.. values]));
        }

        return answer;
    }

    public static string Written(ShardFeatures? features) => features is null
        ? "nothing"
        : $"{features.Series} {features.Period} {features.Plan.Hash[..6]} "
            + string.Join(' ', features.Values.Select((value, at) => $"{features.Plan.Features.Columns[at].Name}={BitConverter.DoubleToInt64Bits(value):x}"));

    private static RowBlock Block(IReadOnlyList<AnyRow> rows, long version)
    {
        string[] series = [.. rows.Select(row => row.Series).Distinct()];
        return new RowBlock(
            "1d", ["target", "price"], [.. series], [.. rows.Select(row => Array.IndexOf(series, row.Series))], [.. rows.Select(row => row.Period)],
            rows.All(row => row.Known < 0) ? [] : [.. rows.Select(row => Known(row, version))],
            [[.. rows.Select(row => row.Target)], [.. rows.Select(row => row.Price)]]);
    }

    private static ShardPlan PlanOf(int version, string features)
    {
        var definition = $"feature_set: test_v{version}\nfrequency: 1d\ndefaults: {{ dtype: float{32 * version} }}\nfeatures:\n{features}";
        var plan = OnlinePlan.Compile(definition, "plan.yaml", "GB");
        return new ShardPlan(version, plan.Hash, definition, "GB", "1d", plan.Columns, plan.ShareColumns, 1);
    }

    /// <summary>A row; what it knows of when it became known is a number of days, -1 for when it was taken.</summary>
    internal sealed record AnyRow(string Series, long Period, double Target, double Price, int Known)
    {
        public double Value(string column) => column switch { "target" => Target, "price" => Price, _ => double.NaN };
    }
}
