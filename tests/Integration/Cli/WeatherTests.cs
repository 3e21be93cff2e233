namespace SecretMagic.Integration.Cli;

/// <summary>Weather from a file to features.</summary>
public sealed class WeatherTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Seattle_has_its_rain_heat_frost_and_anomalies()
    {
        _run.Write("sales.csv", "series_id,timestamp,target\na,2012-01-01,1\na,2016-01-02,1\n");
        _run.Features("{ type: weather, columns: [temp_mean], rolling: [7], anomaly: true, flags: [rain, heat, frost] }");

        (await Process(Path.Combine(SecretMagicRun.Checkout, "data", "weather", "seattle-weather.csv"))).ShouldBe(0, _run.Errors);

        // Counted in the file: days from 1 mm and from 30 degrees on, and below 0.
        One("concat(sum(is_rain)::INT, ' ', sum(is_heat)::INT, ' ', sum(is_frost)::INT)").ShouldBe("506 63 72");
        One("count(weather_temp_mean_anomaly)").ShouldBe("1095", "three of four years have years before them");
        One("count(*) FILTER (weather_temp_mean IS NULL AND weather_temp_mean_ma_7 IS NOT NULL)").ShouldBe("2", "the first days of 2016");
        One("abs(avg(weather_temp_mean_anomaly)) < 1.5").ShouldBe("true");
    }

    [Fact]
    public async Task An_infinite_value_is_answered_with_its_day()
    {
        _run.Write("sales.csv", "series_id,timestamp,target\na,2024-01-01,1\n");
        _run.Write("weather.csv", "date,temp_mean\n2024-01-01,4\n2024-01-02,inf\n");
        _run.Features("{ type: weather, columns: [temp_mean] }");

        (await Process(_run.PathOf("weather.csv"))).ShouldNotBe(0);

        _run.Errors.ShouldContain("2024-01-02");
        _run.Errors.ShouldContain("temp_mean");
    }

    private Task<int> Process(string weather) => _run.Run(
        "process", "-i", _run.PathOf("sales.csv"), "-o", _run.PathOf("out"), "--features", _run.PathOf("features.yaml"), "--weather", weather);

    private string One(string expression) =>
        _run.Query($"SELECT {expression} FROM read_parquet('{{out}}/out/features/test_v1/*/*.parquet')")[0][0];
}
