using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>A flag of the weather: a column of the table and the bound from which on the day counts.</summary>
/// <param name="Name">rain, heat or frost.</param>
/// <param name="Column">The column of the weather table.</param>
/// <param name="Bound">Rain and heat: the least value; frost: the value stays below it.</param>
internal sealed record WeatherFlag(string Name, string Column, double Bound)
{
    private static readonly WeatherFlag[] Known = [new("rain", "precipitation", 1), new("heat", "temp_max", 30), new("frost", "temp_min", 0)];

    public static ParameterShape Shape { get; } = new(
        "a list of rain, heat, frost, or a map of them to a number or to bound and column, such as { rain: 2, frost: { bound: 0, column: temp } }",
        value => Read(value) is { Length: > 0 });

    public string Canonical => $"{(Name == "frost" ? "below" : "from")} {Bound}";

    /// <summary>The flags of an entry; null when they are not what <see cref="Shape"/> says.</summary>
    public static ImmutableArray<WeatherFlag>? Read(ParameterValue? value)
    {
        if (value is ParameterValue.Items { Values: var items })
        {
            var named = items.Select(item => item is ParameterValue.Text text ? Array.Find(Known, flag => flag.Name == text.Value) : null).ToArray();
            return named.Contains(null) ? null : [.. named!];
        }

        if (value is not ParameterValue.Map { Values: var pairs }) return null;
        var flags = ImmutableArray.CreateBuilder<WeatherFlag>();
        foreach (var (key, given) in pairs)
        {
            if (Array.Find(Known, flag => flag.Name == key) is not { } known || With(known, given) is not { } read) return null;
            flags.Add(read);
        }

        return flags.ToImmutable();
    }

    /// <summary>1 or 0; a missing value stays missing.</summary>
    public double Of(double value) => double.IsNaN(value) ? ReasonNan.Missing : (Name == "frost" ? value < Bound : value >= Bound) ? 1 : 0;

    private static WeatherFlag? With(WeatherFlag flag, ParameterValue given)
    {
        if (given is ParameterValue.Number { Value: var bound } && double.IsFinite(bound)) return flag with { Bound = bound };
        if (given is not ParameterValue.Map { Values: var pairs }) return null;
        foreach (var (key, value) in pairs)
        {
            if (key == "bound" && value is ParameterValue.Number { Value: var number } && double.IsFinite(number)) flag = flag with { Bound = number };
            else if (key == "column" && value is ParameterValue.Text { Value: { Length: > 0 } name }) flag = flag with { Column = name };
            else return null;
        }

        return flag;
    }
}
