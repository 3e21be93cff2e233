using System.Globalization;

namespace SecretMagic.Pipeline;

/// <summary>
/// An axis of numbers, from its first tick to its last: multiples of 1, 2, 2.5 or 5 times a power of ten that hold all values. It starts at 0
/// where that costs little room.
/// </summary>
internal sealed class ValueAxis
{
    private const int Wanted = 5;

    /// <summary>From this share of the largest value on, the smallest is far from 0, and an axis from 0 would waste the chart.</summary>
    private const double FarFromZero = 0.6;

    private readonly double _step;
    private readonly string _format;

    private ValueAxis(double step, long first, long last, string format)
    {
        (_step, _format) = (step, format);
        Ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(tick => (first + tick) * step)];
    }

    /// <summary>The ticks, ascending, at least two.</summary>
    public double[] Ticks { get; }

    /// <summary>The axis for some columns. Missing values do not count; without any value it goes from 0 to 1.</summary>
    public static ValueAxis Of(IEnumerable<double[]> columns)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (var value in columns.SelectMany(column => column))
        {
            if (!double.IsFinite(value)) continue;
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        if (least > most) (least, most) = (0, 1);
        if (least > 0 && (least < FarFromZero * most || least == most)) least = 0;
        if (most < 0 && (most > FarFromZero * least || least == most)) most = 0;
        if (least == most) most = 1;

        var (step, format) = NiceStep(most / Wanted - least / Wanted);
        var (first, last) = ((long)Math.Floor(least / step), (long)Math.Ceiling(most / step));
        return new ValueAxis(step, first, Math.Max(last, first + 1), format);
    }

    /// <summary>How far up the axis a value lies: 0 at the first tick, 1 at the last.</summary>
    public double Share(double value) => (value / _step - Ticks[0] / _step) / (Ticks.Length - 1);

    /// <summary>A tick in words.</summary>
    public string Label(double tick) => tick == 0 ? "0" : tick.ToString(_format, CultureInfo.InvariantCulture);

    /// <summary>The smallest nice number from the wanted step on; powers of ten are read, not computed, so that they are exact.</summary>
    private static (double Step, string Format) NiceStep(double wanted)
    {
        var text = wanted.ToString("E16", CultureInfo.InvariantCulture);
        var exponent = int.Parse(text[(text.IndexOf('E') + 1)..], CultureInfo.InvariantCulture);
        foreach (var (digits, places) in new[] { ("1", 0), ("2", 0), ("2.5", 1), ("5", 0), ("10", -1) })
        {
            var step = double.Parse($"{digits}E{exponent}", CultureInfo.InvariantCulture);
            if (step >= wanted) return (step, Math.Abs(exponent) > 9 ? "0.######E+0" : $"N{Math.Max(0, places - exponent)}");
        }

        throw new System.Diagnostics.UnreachableException($"No step for {wanted}");
    }
}
