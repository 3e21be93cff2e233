using System.Text.RegularExpressions;
using SecretMagic.Features;

namespace SecretMagic.Integration.Cli;

/// <summary><c>secretmagic features</c> says what the catalog says.</summary>
public sealed partial class FeaturesTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_list_has_every_type_with_its_kind()
    {
        (await _run.Run("features", "list")).ShouldBe(0, _run.Errors);
        var rows = _run.Output.Split('\n').Select(row => Spaces().Replace(row, " ").Trim()).ToArray();
        foreach (var type in FeatureCatalog.All)
            rows.ShouldContain(row => row.StartsWith($"{type.Name} {type.Kind.ToString().ToLowerInvariant()} {type.Summary.Split(' ')[0]}"), type.Name);
    }

    [Fact]
    public async Task Every_type_is_explained_in_the_words_of_the_catalog()
    {
        foreach (var type in FeatureCatalog.All)
        {
            (await _run.Run("features", "explain", type.Name)).ShouldBe(0, _run.Errors);
            var text = Spaces().Replace(_run.Output, " ");
            string[] words = [type.Summary, string.Join(", ", type.Names), type.Formula, type.NanMeaning, type.Cost, type.Example];
            foreach (var said in words) text.ShouldContain(said, Case.Sensitive, type.Name);
            foreach (var parameter in type.Parameters) text.ShouldContain($" {parameter.Key} ", Case.Sensitive, type.Name);
        }
    }

    [Theory]
    [InlineData("ma_28", "ma_28: a column of ma")]
    [InlineData("ema_0.5", "a column of ema")]
    [InlineData("ema_span_7", "a column of ema")]
    [InlineData("weather_temp_mean_ma_7", "a column of weather")]
    [InlineData("fourier_365.25_sin_1", "a column of seasonality")]
    [InlineData("discount_depth", "a column of promo")]
    public async Task A_column_is_explained_by_its_type(string column, string expected)
    {
        (await _run.Run("features", "explain", column)).ShouldBe(0, _run.Errors);
        _run.Output.ShouldContain(expected);
    }

    [Theory]
    [InlineData("history_state", "32 undefined")]
    [InlineData("target", "No row in the input for this period")]
    [InlineData("series_id", "The key of the series")]
    [InlineData("item_id", "AutoGluon")]
    [InlineData("timestamp", "The start of the period")]
    [InlineData("year", "the name of the folder")]
    public async Task A_column_that_no_type_makes_is_explained_too(string column, string expected)
    {
        (await _run.Run("features", "explain", column)).ShouldBe(0, _run.Errors);
        _run.Output.ShouldContain($"{column}: a column of every feature file");
        Spaces().Replace(_run.Output, " ").ShouldContain(expected);
    }

    [Fact]
    public async Task Two_features_that_are_equal_are_told_and_every_column_of_the_files_is_explained()
    {
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2020-01-01,9\nA,2020-01-02,4\n");
        _run.Write(
            "f.yaml",
            "feature_set: test_v1\nfrequency: 1d\nhorizons: [7]\nfeatures:\n  - { type: lag, lags: [1, 7] }\n  - { type: presence }\n");
        (await _run.Run("process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("out"), "--features", _run.PathOf("f.yaml")))
            .ShouldBe(0, _run.Errors);
        _run.Output.ShouldContain("note: lag_1_h7 equals lag_7");

        foreach (var row in _run.Query("DESCRIBE SELECT * FROM read_parquet('{out}/out/features/test_v1/*/*.parquet', hive_partitioning = false)"))
            (await _run.Run("features", "explain", row[0])).ShouldBe(0, row[0]);
    }

    [Theory]
    [InlineData("seasonalty", "'seasonality'")]
    [InlineData("discount_dept", "'discount_depth'")]
    [InlineData("no such thing", "features list")]
    public async Task An_unknown_name_is_answered_with_the_nearest(string name, string expected)
    {
        (await _run.Run("features", "explain", name)).ShouldBe(2);
        _run.Errors.ShouldContain($"'{name}'");
        _run.Errors.ShouldContain(expected);
        _run.Output.ShouldBeEmpty();
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
