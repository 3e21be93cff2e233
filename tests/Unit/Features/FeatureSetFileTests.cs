using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

public sealed class FeatureSetFileTests
{
    private const string Head = "feature_set: demand_v1\nfrequency: 1d\nfeatures:\n";

    /// <summary>What is written, the line that is named, the key, and a part of the message.</summary>
    public static TheoryData<string, int, string?, string> Mistakes => new()
    {
        { Head + "  - { type: mov, windows: [7] }", 4, "type", "ema" },
        { Head + "  - { type: stdev, windows: [7] }", 4, "type", "Did you mean 'std'?" },
        { Head + "  - { type: lag, lags: " + new string('[', 100_000), 4, null, "64 levels" },
        { Head + "  - &a { type: lag, lags: [1] }\n  - *a", 5, null, "alias" },
        { Head + "  - { windows: [7] }", 4, "type", "type: lag" },
        { Head + "  - { type: ma, window: [7] }", 4, "window", "Did you mean 'windows'?" },
        { Head + "  - { type: ma }", 4, "windows", "is missing" },
        { Head + "  - type: ma\n    windows: [7, 0]", 5, "windows", "from 1 to" },
        { Head + "  - type: ma\n    windows: []", 5, "windows", "an empty list" },
        { Head + "  - type: ma\n    windows: 7", 5, "windows", "a list of whole numbers" },
        { Head + "  - type: ma\n    windows: [7.5]", 5, "windows", "[7.5]" },
        { Head + "  - type: ma\n    windows: [7]\n    min_samples: 8", 6, "min_samples", "8 known values" },
        { Head + "  - { type: std, windows: [1] }", 4, "windows", "2 known values" },
        { Head + "  - { type: lag, lags: [one] }", 4, "lags", "'one'" },
        { Head + "  - { type: lag, lags: [1], shift: -1 }", 4, "shift", "from 0" },
        { Head + "  - { type: lag, lags: [1], nan_strategy: zero }", 4, "nan_strategy", "missing, decay" },
        { Head + "  - { type: lag, lags: [1], dead_below: 1 }", 4, "dead_below", "decay" },
        { Head + "  - { type: lag, lags: [1], name: 'x_{window}' }", 4, "name", "{window}" },
        { Head + "  - { type: lag, lags: [1], name: 'two words' }", 4, "name", "letters, digits" },
        { Head + "  - { type: lag, lags: [1], name: Target }", 4, "name", "column of its own" },
        { Head + "  - { type: lag, lags: [1] }\n  - { type: lag, lags: [1] }", 5, "name", "'lag_1'" },
        { Head + "  - { type: ema, alpha: 0 }", 4, "alpha", "(0, 1]" },
        { Head + "  - { type: ema, alpha: 1.5 }", 4, "alpha", "1.5" },
        { Head + "  - { type: ema, alpha: .nan }", 4, "alpha", "(0, 1]" },
        { Head + "  - { type: ema }", 4, "alpha", "exactly one" },
        { Head + "  - { type: ema, alpha: 0.5, span: 3 }", 4, "span", "exactly one" },
        { Head + "  - { type: ema, alpha: 0.5, adjust: yes }", 4, "adjust", "true or false" },
        { Head + "  - { type: seasonality }", 4, "of", "fourier" },
        { Head + "  - { type: seasonality, of: [hour] }", 4, "of", "no hours" },
        { Head + "  - { type: seasonality, of: [weekday] }", 4, "of", "day_of_week" },
        { Head + "  - { type: seasonality, fourier: { 7: 4 } }", 4, "fourier", "half the period" },
        { Head + "  - { type: calendar, weekend: [saturday] }", 4, "weekend", "sat" },
        { Head + "  - { type: weather, rolling: [3] }", 4, "columns", "degree_days" },
        { Head + "  - { type: weather, degree_days: 18 }", 4, "degree_days", "base" },
        { Head + "  - { type: promo }", 4, "flag", "price" },
        { Head + "  - { type: lag, lags: [1], lags: [2] }", 4, null, "YAML" },
        { Head + "  - type: lag\n   lags: [1]", 5, null, "YAML" },
        { Head + "  - lag", 4, "features", "key: value" },
        { Head.Replace("features:", "features: []"), 3, "features", "an entry or more" },
        { "feature_set: demand_v1\nfrequency: 1d\n", 1, "features", "is missing" },
        { "frequency: 1d\nfeatures: [{ type: lag, lags: [1] }]", 1, "feature_set", "is missing" },
        { "feature_set: Demand\nfrequency: 1d\nfeatures: [{ type: lag, lags: [1] }]", 1, "feature_set", "lower-case" },
        { "feature_set: d\nfrequency: 2d\nfeatures: [{ type: lag, lags: [1] }]", 2, "frequency", "1d" },
        { Head + "  - { type: lag, lags: [1] }\ndefault: {}", 5, "default", "defaults" },
        { Head + "  - { type: lag, lags: [1] }\ndefaults: { shift: soon }", 5, "shift", "whole number" },
        { Head + "  - { type: lag, lags: [1] }\ndefaults:\n  dtype: int8", 6, "dtype", "float32, float64" },
        { Head + "  - { type: lag, lags: [1] }\nduplicates: first", 5, "duplicates", "error, sum, last, mean" },
        { "", 1, null, "none or several" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_names_file_line_and_key(string text, int line, string? key, string expected)
    {
        var error = Should.Throw<InputException>(() => FeatureSetFile.Parse(text, "features.yaml"));

        error.File.ShouldBe("features.yaml");
        error.Line.ShouldBe(line);
        error.Column.ShouldBe(key);
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public void A_file_becomes_a_feature_set()
    {
        var file = FeatureSetFile.Parse(
            """
            feature_set: demand_v1
            frequency: 1h
            duplicates: sum
            infinite: null
            defaults: { nan_strategy: decay, min_samples: 3, shift: 1, dtype: float64 }
            features:
              - { type: ma, windows: [7, 28] }
              - type: seasonality
                of: [hour]
                fourier: { 24: 2, 8766: 1 }
            """,
            "features.yaml");

        file.Set.Id.ShouldBe("demand_v1");
        file.Set.Frequency.Name.ShouldBe("1h");
        (file.Set.Duplicates, file.Set.Infinite).ShouldBe((DuplicatePolicy.Sum, InfinitePolicy.Null));
        file.Set.Defaults.ShouldBe(
            new FeatureDefaults { Strategy = NanStrategy.Decay, MinSamples = 3, Shift = 1, Type = ColumnType.Float64 });
        file.EntryLines.ShouldBe([7, 8]);
        var plan = Given.Plan(file.Set);
        plan.Features[0].Canonical.ShouldBe("target|decay|shift 1|ma w=7 min=3");
        plan.Features.Select(feature => feature.Name).ShouldContain("fourier_8766_cos_1");
    }

    [Fact]
    public void A_finding_of_the_plan_is_told_with_its_line()
    {
        var file = FeatureSetFile.Parse(Head + "  - type: lag\n    lags: [1]\n    column: price", "features.yaml");

        var error = file.ErrorOf(FeaturePlan.Compile(file.Set, Given.Sources("sold")).Findings.ShouldHaveSingleItem());

        error.Message.ShouldStartWith("features.yaml, line 6, column: The data have no column 'price'");
    }
}
