namespace SecretMagic.Integration.Cli;

/// <summary>Holidays that ship with the program, and those of the user.</summary>
public sealed class HolidayTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(2023, 247)]
    [InlineData(2024, 248)]
    [InlineData(2025, 247)]
    public async Task Russia_has_as_many_working_days_as_its_production_calendar_says(int year, int days)
    {
        Days($"{year}-01-01", $"{year}-12-31");
        _run.Features("{ type: calendar, country: RU }");

        (await Process()).ShouldBe(0, _run.Errors);

        One("sum(is_working_day)").ShouldBe($"{days}.0");
        One("count(*) - count(is_short_day)").ShouldBe("0");
    }

    [Fact]
    public async Task German_school_holidays_are_no_public_ones()
    {
        Days("2024-07-01", "2024-08-31");
        _run.Features("{ type: calendar, country: DE-BE }");

        (await Process()).ShouldBe(0, _run.Errors);

        One("sum(is_holiday)").ShouldBe("0.0");
        One("sum(is_school_holiday) > 20").ShouldBe("true");
    }

    [Fact]
    public async Task Swedish_Sundays_are_no_holidays()
    {
        Days("2024-09-01", "2024-09-30");
        _run.Features("{ type: calendar, country: SE }");

        (await Process()).ShouldBe(0, _run.Errors);

        One("sum(is_holiday)").ShouldBe("0.0");
    }

    [Fact]
    public async Task A_file_of_holidays_is_a_calendar_of_its_own_or_adds_to_that_of_a_country()
    {
        Days("2024-06-01", "2024-06-30");
        _run.Write("own.csv", "date,name,country\n2024-06-05,Fair,\n2024-06-12,Derby,GB\n2024-06-19,Parade,DE\n");
        _run.Features("{ type: calendar, country: GB-ENG, events: [Fair] }");

        (await Process("--holidays", _run.PathOf("own.csv"))).ShouldBe(0, _run.Errors);
        One("string_agg(day(timestamp), ' ' ORDER BY timestamp) FILTER (is_holiday = 1)").ShouldBe("5 12");
        One("string_agg(days_to_event_fair::INT, ' ' ORDER BY timestamp) FILTER (day(timestamp) BETWEEN 3 AND 7)").ShouldBe("2 1 0 -1 -2");

        _run.Features("{ type: calendar }");
        Directory.Delete(_run.PathOf("out"), recursive: true);
        (await Process("--holidays", _run.PathOf("own.csv"))).ShouldBe(0, _run.Errors);
        One("string_agg(day(timestamp), ' ' ORDER BY timestamp) FILTER (is_holiday = 1)").ShouldBe("5 12 19");
    }

    [Fact]
    public async Task Events_and_files_that_are_wrong_are_answered()
    {
        Days("2024-06-01", "2024-06-30");
        _run.Features("{ type: calendar, country: GB-ENG, events: [Easter] }");
        (await Process()).ShouldNotBe(0);
        _run.Errors.ShouldContain("Easter Monday");

        _run.Features("{ type: calendar, country: custom }");
        (await Process()).ShouldNotBe(0);
        _run.Errors.ShouldContain("features.yaml, line 5, country: the calendar 'custom' is made from --holidays");

        _run.Write("own.csv", "date,name\n2024-06-05,Fair\nsoon,Derby\n");
        (await Process("--holidays", _run.PathOf("own.csv"))).ShouldNotBe(0);
        _run.Errors.ShouldContain("line 3");
    }

    [Theory]
    [InlineData("{ type: calendar, country: XX }", "features.yaml, line 5, country: no holidays are known for country 'XX'")]
    [InlineData("{ type: calendar, country: GB-XXX }", "features.yaml, line 5, country: country GB has no region 'XXX'")]
    [InlineData("{ type: calendar }", "--country: no holidays are known for country 'YY'", "--country", "YY")]
    public async Task A_country_that_is_not_known_is_named_where_it_stands(string entry, string expected, params string[] more)
    {
        Days("2024-06-01", "2024-06-30");
        _run.Features(entry);

        (await Process(more)).ShouldBe(2);
        _run.Errors.ShouldContain(expected);
    }

    private void Days(string first, string last) => _run.Write(
        "sales.csv", "series_id,timestamp,target\n" + string.Join('\n', $"a,{first},1", $"a,{last},1") + "\n");

    private Task<int> Process(params string[] more) => _run.Run(
        ["process", "-i", _run.PathOf("sales.csv"), "-o", _run.PathOf("out"), "--features", _run.PathOf("features.yaml"), .. more]);

    private string One(string expression) => _run.Query($"SELECT {expression} FROM read_parquet('{{out}}/out/features/test_v1/*/*.parquet')")[0][0];
}
