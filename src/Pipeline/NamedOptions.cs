using System.Globalization;
using SecretMagic.Bom;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>Options of a batch from texts, by the names that they have on the command line; what is not given is as it is there.</summary>
public static class NamedOptions
{
    /// <summary>Those of features, for a place of the caller's.</summary>
    /// <param name="value">The text of an option; null when it was not given.</param>
    public static FeatureBatchOptions Features(Func<string, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new FeatureBatchOptions
        {
            Input = Needed(value, "input"),
            Output = "",
            FeatureSet = Needed(value, "features"),
            Country = value("country"),
            Holidays = value("holidays"),
            Weather = value("weather"),
            Known = value("known"),
            Static = value("static"),
            AsOf = value("as-of"),
            Layout = value("layout") == "autogluon" ? FeatureLayout.AutoGluon : FeatureLayout.Files,
            Horizon = Number(value, "horizon"),
            Format = Format(value),
        };
    }

    /// <summary>The texts of given options of features, by name, files as whole paths: <see cref="Features"/> of them is the same again.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(FeatureBatchOptions given)
    {
        ArgumentNullException.ThrowIfNull(given);
        (string Name, string? Value)[] all =
        [
            ("input", Whole(given.Input)), ("features", Whole(given.FeatureSet)), ("country", given.Country), ("holidays", Whole(given.Holidays)),
            ("weather", Whole(given.Weather)), ("known", Whole(given.Known)), ("static", Whole(given.Static)), ("as-of", given.AsOf),
            ("layout", given.Layout == FeatureLayout.AutoGluon ? "autogluon" : null), ("horizon", given.Horizon?.ToString(CultureInfo.InvariantCulture)),
            ("format", given.Format == LakeFormat.Csv ? "csv" : null),
        ];
        return all.Where(option => option.Value is not null).Select(option => KeyValuePair.Create(option.Name, option.Value!));

        static string? Whole(string? path) => string.IsNullOrEmpty(path) ? null : Path.GetFullPath(path);
    }

    /// <summary>Those of an explosion.</summary>
    /// <param name="value">The text of an option; null when it was not given.</param>
    /// <param name="output">The folder of the result.</param>
    public static ExplosionBatchOptions Explosion(Func<string, string?> value, string output)
    {
        ArgumentNullException.ThrowIfNull(value);
        var options = new ExplosionBatchOptions
        {
            Recipes = Recipes(value),
            Demand = Needed(value, "demand"),
            Stock = value("stock"),
            Output = output,
            Format = Format(value),
        };
        return Number(value, "max-levels") is { } levels ? options with { MaxLevels = levels } : options;
    }

    /// <summary>The files of a recipe book.</summary>
    /// <param name="value">The text of an option; null when it was not given.</param>
    public static RecipeFiles Recipes(Func<string, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new RecipeFiles
        {
            Bom = Needed(value, "bom"),
            Items = value("items"),
            Conversions = value("conversions"),
            Outputs = value("outputs"),
            Routes = value("routes"),
            Cycles = value("cycles") == "isolate" ? CycleDetection.Isolate : CycleDetection.Fail,
        };
    }

    private static string Needed(Func<string, string?> value, string name) => value(name) ?? throw new InputException("is missing", column: name);

    private static int? Number(Func<string, string?> value, string name) => value(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InputException($"'{text}' is no whole number", column: name);

    private static LakeFormat Format(Func<string, string?> value) => value("format") == "csv" ? LakeFormat.Csv : LakeFormat.Parquet;
}
