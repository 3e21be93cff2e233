namespace SecretMagic.Features;

/// <summary>The <c>degree_days</c> key of a weather entry.</summary>
internal static class DegreeDays
{
    public static ParameterShape Shape { get; } = new(
        "a map of base, a number, and column, temp_mean when not given, such as { base: 18, column: temp_mean }",
        value => Read(value) is not null);

    public static (double Bound, string Column)? Read(ParameterValue? value)
    {
        if (value is not ParameterValue.Map { Values: var pairs } || pairs.Any(pair => pair.Key is not ("base" or "column"))) return null;
        var column = "temp_mean";
        double? bound = null;
        foreach (var (key, given) in pairs)
        {
            if (key == "base" && given is ParameterValue.Number { Value: var number } && double.IsFinite(number)) bound = number;
            else if (key == "column" && given is ParameterValue.Text { Value: { Length: > 0 } name }) column = name;
            else return null;
        }

        return bound is { } found ? (found, column) : null;
    }
}
