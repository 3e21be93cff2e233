using System.Globalization;

namespace SecretMagic.Features;

/// <summary>The Fourier terms of a seasonality entry.</summary>
internal static class FourierTerms
{
    private const int MaxOrder = 1000;

    public static ParameterShape Shape { get; } = new(
        "a map from periods in [2, 1e9) to an order from 1 up to half the period, such as { 7: 3, 365.25: 5 }",
        value => value is ParameterValue.Map { Values: { Length: > 0 } terms } && terms.All(term => Read(term) is not null));

    public static void Compile(EntryCompiler entry)
    {
        if (entry.Value("fourier") is not ParameterValue.Map { Values: var terms }) return;
        foreach (var term in terms)
        {
            var (period, order) = Read(term)!.Value;
            for (var k = 1; k <= order; k++)
            {
                Add("sin", k, isSine: true);
                Add("cos", k, isSine: false);
            }

            void Add(string function, int k, bool isSine) => entry.Add(
                $"fourier_{period}_{function}_{k}",
                $"time|fourier period={period} {function} k={k}",
                new TimeOperation(FormulaOf(period, k, isSine)));
        }
    }

    private static TimeFormula FormulaOf(double period, int k, bool isSine) => (_, first, values) =>
    {
        for (var i = 0; i < values.Length; i++)
        {
            var (sin, cos) = Turn.At(k * (first + i), period);
            values[i] = isSine ? sin : cos;
        }
    };

    private static (double Period, int Order)? Read(KeyValuePair<string, ParameterValue> term) =>
        double.TryParse(term.Key, NumberStyles.Float, CultureInfo.InvariantCulture, out var period) && period is >= 2 and < 1e9
        && term.Value is ParameterValue.Number { Value: var order } && order >= 1 && order <= Math.Min(MaxOrder, period / 2)
        && Math.Floor(order) == order
            ? (period, (int)order)
            : null;
}
