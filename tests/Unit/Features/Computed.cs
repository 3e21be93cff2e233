using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

/// <summary>What a plan computed for one series: values with NaN for null, reasons as history state, and null counts.</summary>
internal sealed class Computed
{
    private readonly FeaturePlan _plan;
    private readonly Dictionary<string, double[]> _values = [];
    private readonly Dictionary<(string, NanReason), long> _nulls = [];

    private Computed(FeaturePlan plan) => _plan = plan;

    public byte[] HistoryState { get; private set; } = [];

    /// <summary>The values of a feature, NaN for null. [rows]</summary>
    public double[] this[string name] => _values[name];

    public static Computed Of(FeatureSet set, double[] target, long firstPeriod = 14_000)
    {
        using var panel = Given.Panel(firstPeriod, target);
        return Of(Given.Plan(set), panel);
    }

    /// <summary>Computes a series in slices that end at these rows; in one piece when there are none.</summary>
    public static Computed Of(FeaturePlan plan, SeriesPanel panel, SeriesAttributes? attributes = null, int series = 0, int[]? cuts = null)
    {
        var length = panel.Length(series);
        using var block = new ColumnBlock([new BlockColumn("before", ColumnType.Int32), .. plan.Columns], length + 3);
        using var worker = plan.CreateWorker(panel, attributes ?? SeriesAttributes.None);
        var state = new double[plan.StateLength];
        var from = 0;
        foreach (var end in (cuts ?? []).Append(length))
        {
            worker.Compute(series, from, end - from, state, block, 1, 3 + from);
            from = end;
        }

        var computed = new Computed(plan);
        for (var feature = 0; feature < plan.Features.Length; feature++) computed.Read(worker, block, feature, length);
        computed.HistoryState = block.Values<byte>(1 + plan.Features.Length).Slice(3, length).ToArray();
        return computed;
    }

    public long Nulls(string name, NanReason reason) => _nulls[(name, reason)];

    /// <summary>The reasons of a feature that is alone in its set, row by row.</summary>
    public NanReason[] Reasons() =>
        [.. HistoryState.Select(state => state == 0 ? NanReason.None : (NanReason)(System.Numerics.BitOperations.Log2(state) + 1))];

    public void ShouldHaveTheBitsOf(Computed other, int skip = 0)
    {
        foreach (var feature in _plan.Features)
        {
            var mine = this[feature.Name].Select(BitConverter.DoubleToInt64Bits).Skip(skip);
            var others = other[feature.Name].Select(BitConverter.DoubleToInt64Bits).Skip(skip);
            mine.SequenceEqual(others).ShouldBeTrue(feature.Name);
        }
    }

    private void Read(FeatureWorker worker, ColumnBlock block, int feature, int length)
    {
        var name = _plan.Features[feature].Name;
        var validity = block.Validity(1 + feature);
        var values = new double[length];
        for (var row = 0; row < length; row++)
        {
            var at = row + 3;
            values[row] = block.Columns[1 + feature].Type switch
            {
                ColumnType.Float64 => block.Values<double>(1 + feature)[at],
                ColumnType.Float32 => block.Values<float>(1 + feature)[at],
                _ => block.Values<int>(1 + feature)[at],
            };
            if ((validity[at >> 6] >> (at & 63) & 1) != 0) continue;
            values[row].ShouldBe(0, "a null has no bits");
            values[row] = double.NaN;
        }

        _values[name] = values;
        foreach (var reason in Enum.GetValues<NanReason>()) _nulls[(name, reason)] = worker.NullCount(feature, reason);
    }
}
