using System.Collections.Immutable;
using SecretMagic.Features;

namespace SecretMagic.Pipeline;

/// <summary>Which columns of which input a feature set asks for.</summary>
internal static class FeatureInputs
{
    /// <summary>The columns of sales that entries and pooled columns name; the target is always the first.</summary>
    public static ImmutableArray<string> Sales(FeatureSet set) =>
    [
        .. set.Entries.SelectMany(entry => Texts(entry, "column", "flag", "price", "reference_price", "open_share"))
            .Except(set.Pooled.Select(pooled => pooled.Name)).Union(set.Pooled.Select(pooled => pooled.Of)).Prepend("target")
            .Concat(new[] { set.Presence?.Stock, set.Presence?.IsOpen }.OfType<string>()).Distinct(),
    ];

    /// <summary>The columns that hold shares from 0 to 1.</summary>
    public static ImmutableArray<string> Shares(FeatureSet set) => [.. set.Entries.SelectMany(entry => Texts(entry, "open_share")).Distinct()];

    /// <summary>The columns of weather that entries name.</summary>
    public static ImmutableArray<string> Weather(FeatureSet set) =>
        [.. set.Entries.Where(entry => entry.Type == "weather").SelectMany(WeatherOf).Distinct()];

    /// <summary>The countries that calendar entries name.</summary>
    public static ImmutableArray<string> Countries(FeatureSet set) => [.. set.Entries.SelectMany(CountriesOf).Distinct()];

    /// <summary>The country that an entry names, if any.</summary>
    public static IEnumerable<string> CountriesOf(FeatureEntry entry) => Texts(entry, "country");

    /// <summary>Degree days are of temp_mean where they name no column, flags of what measures them.</summary>
    private static IEnumerable<string> WeatherOf(FeatureEntry entry)
    {
        var named = Texts(entry, "columns", "degree_days", "flags");
        if (entry.Parameters.ContainsKey("flags")) named = named.Union(["precipitation", "temp_max", "temp_min"]);
        var implied = entry.Parameters.GetValueOrDefault("degree_days") is ParameterValue.Map map && !map.Values.Any(pair => pair.Key == "column");
        return implied ? named.Append("temp_mean") : named;
    }

    private static IEnumerable<string> Texts(FeatureEntry entry, params string[] keys) =>
        keys.Where(entry.Parameters.ContainsKey).SelectMany(key => Texts(entry.Parameters[key]));

    private static IEnumerable<string> Texts(ParameterValue value) => value switch
    {
        ParameterValue.Text text => [text.Value],
        ParameterValue.Items items => items.Values.SelectMany(Texts),
        ParameterValue.Map map => map.Values.SelectMany(pair => Texts(pair.Value)),
        _ => [],
    };
}
