using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Integration.Api;

/// <summary>Rows in, features out, over HTTP.</summary>
public sealed class SeriesTests : IAsyncLifetime
{
    private const string Acme = "/api/v1/clients/acme";
    private const string Plan = "feature_set: demand_v1\nfrequency: 1d\nfeatures:\n- {type: lag, lags: [1, 7]}\n- {type: ma, windows: [7]}\n- {type: ema, alpha: 0.3}\n";
    private ApiSite _site = null!;
    private string _key = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await ApiSite.Start(null, Token, ("SECRETMAGIC_API_MAX_BODY_MB", "1"));
        await _site.Confirmed("acme", Token);
        _key = await _site.Key("operator", Token, "acme");
        (await Put("application/yaml", Plan)).GetProperty("version").GetInt32().ShouldBe(1);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Rows_of_every_type_say_the_same_and_are_taken_once()
    {
        var news = new List<(long, long)>();
        foreach (var (type, body) in Bodies(Days("a", 0, 20)))
        {
            var answer = await Add(type, body);
            news.Add((answer.GetProperty("rows").GetInt64(), answer.GetProperty("news").GetInt64()));
        }

        news.ShouldBe([(20, 20), (20, 0), (20, 0), (20, 0)]);
        var features = await _site.Done("GET", $"{Acme}/series/a/features", null, Token);
        features.GetProperty("timestamp").GetString().ShouldBe("2026-01-20");
        Feature(features, "lag_1").GetProperty("value").GetDouble().ShouldBe(18.5);
        Feature(features, "lag_1").GetProperty("reason").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_missing_feature_says_why_and_what_that_means()
    {
        await Add("text/csv", Csv(Days("a", 0, 2)));
        var missing = Feature(await _site.Done("GET", $"{Acme}/series/a/features", null, Token), "lag_7");
        missing.GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        missing.GetProperty("reason").GetProperty("code").GetString().ShouldBe("warmup");
        missing.GetProperty("reason").GetProperty("meaning").GetString()!.ShouldContain("before the first row");
    }

    [Fact]
    public async Task What_cannot_be_read_says_where_and_stores_nothing()
    {
        foreach (var (type, body, place) in ((string, string, string)[])
            [
                ("text/csv", "series_id,timestamp,target\na,2026-01-01,1\na,2026-01-02,many\n", "line 3"),
                ("application/x-ndjson", "{\"series_id\":\"a\",\"timestamp\":\"2026-01-01\",\"target\":1}\n{]\n", "line 2"),
                ("application/json", "[{\"series_id\":\"a\",\"timestamp\":\"2026-01-01\",\"target\":[1]}]", "line 1"),
                ("text/csv", "series_id,timestamp\na,2026-01-01\n", "target"),
                ("application/vnd.apache.parquet", "PAR1 and no more", ""),
            ])
        {
            var (status, answer) = Sent(await Post(type, Encoding.UTF8.GetBytes(body)));
            status.ShouldBe(422, $"{answer}");
            var detail = answer.GetProperty("detail").GetString()!;
            detail.ShouldContain(place);
            detail.ShouldContain("Nothing of it is stored");
            detail.ShouldNotContain(Path.GetTempPath());
        }

        Sent(await Post("application/json", "[{]"u8.ToArray())).Status.ShouldBe(400);
        Sent(await Post("text/csv", [])).Status.ShouldBe(400);
        Sent(await Post("text/plain", "x"u8.ToArray())).Status.ShouldBe(415);
        Sent(await Post("text/csv", new byte[2 << 20])).Status.ShouldBe(413);
        (await _site.Done("GET", $"{Acme}/series", null, Token)).GetProperty("items").GetArrayLength().ShouldBe(0);

        static (int Status, JsonElement Answer) Sent((int Status, JsonElement Answer) answer) => answer;
    }

    [Theory]
    [InlineData("text/csv", "Content-Length: 5000\r\n\r\nseries_id,timestamp,target\na,2026-01-01,1\n")]
    [InlineData("application/x-ndjson", "Content-Length: 5000\r\n\r\n{\"series_id\":\"a\",\"timestamp\":\"2026-01-01\",\"target\":1}\n{\"series_")]
    [InlineData(
        "application/x-ndjson", "Transfer-Encoding: chunked\r\n\r\n35\r\n{\"series_id\":\"a\",\"timestamp\":\"2026-01-01\",\"target\":1}\n\r\n40\r\n{\"series_")]
    public async Task A_body_that_breaks_off_stores_nothing_and_the_server_goes_on(string type, string rest)
    {
        using (var caller = new TcpClient())
        {
            await caller.ConnectAsync(_site.Http.BaseAddress!.Host, _site.Http.BaseAddress.Port, Token);
            var head = $"POST {Acme}/rows HTTP/1.1\r\nHost: x\r\nX-Api-Key: {_key}\r\nContent-Type: {type}\r\n{rest}";
            await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Token);
        }

        await Add("text/csv", Csv(Days("b", 0, 1)));
        (await _site.Done("GET", $"{Acme}/series", null, Token)).GetProperty("items").EnumerateArray().Select(id => id.GetString()).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Series_are_listed_by_the_page_across_shards()
    {
        await Add("text/csv", Csv([.. Enumerable.Range(0, 25).SelectMany(at => Days($"s{at:00}", 0, 1))]));
        var (listed, cursor) = (new List<string>(), "");
        while (true)
        {
            var page = await _site.Done("GET", $"{Acme}/series?limit=10{cursor}", null, Token);
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(id => id.GetString()!));
            if (page.GetProperty("next").GetString() is not { } next) break;
            cursor = $"&cursor={next}";
        }

        listed.ShouldBe(Enumerable.Range(0, 25).Select(at => $"s{at:00}"));
        (await _site.Done("GET", $"{Acme}/series?after=s22", null, Token)).GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_history_ends_with_the_features_that_are_served_in_every_format()
    {
        await Add("text/csv", Csv([.. Days("a/b", 0, 12), .. Days("a/b", 14, 30)]));
        const string series = $"{Acme}/series/a%2Fb";
        var served = await _site.Done("GET", $"{series}/features", null, Token);
        var history = await _site.Done("GET", $"{series}/history", null, Token);
        string[] columns = [.. history.GetProperty("columns").EnumerateArray().Select(name => name.GetString()!)];
        var last = history.GetProperty("rows").EnumerateArray().Last();
        foreach (var feature in served.GetProperty("features").EnumerateArray())
        {
            var value = last.GetProperty("values")[Array.IndexOf(columns, feature.GetProperty("name").GetString())];
            value.GetRawText().ShouldBe(feature.GetProperty("value").GetRawText());
        }

        history.GetProperty("rows")[0].GetProperty("reasons").GetProperty("lag_1").GetString().ShouldBe("warmup");
        history.GetProperty("rows")[12].GetProperty("present").GetBoolean().ShouldBeFalse();
        var cut = await _site.Done("GET", $"{series}/history?from=2026-01-03&to=2026-01-05&columns=target,lag_1", null, Token);
        cut.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("values").GetRawText()).ShouldBe(["[2.5,1.5]", "[3.5,2.5]", "[4.5,3.5]"]);

        var csv = Encoding.UTF8.GetString(await Read($"{series}/history?columns=lag_1", "text/csv")).Split('\n');
        csv[0].ShouldBe("series_id,timestamp,present,lag_1,missing");
        csv[1].ShouldBe("a/b,2026-01-01,1,,lag_1:warmup");
        var parquet = Path.GetTempFileName();
        await File.WriteAllBytesAsync(parquet, await Read($"{series}/history", "application/vnd.apache.parquet"), Token);
        using var database = DuckDatabase.Open(new DuckOptions());
        using var connection = database.Connect();
        connection.Scalar<long>($"SELECT count(*) FROM read_parquet({DuckSql.File(parquet)})", Token).ShouldBe(history.GetProperty("rows").GetArrayLength());
        File.Delete(parquet);
    }

    [Fact]
    public async Task Changes_of_a_series_are_told_as_they_come()
    {
        await Add("text/csv", Csv(Days("a", 0, 3)));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Acme}/series/a/features/stream") { Headers = { { "X-Api-Key", _key } } };
        using var response = await _site.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        (await Next()).GetProperty("timestamp").GetString().ShouldBe("2026-01-03");
        await Add("text/csv", Csv(Days("a", 3, 4)));
        (await Next()).GetProperty("timestamp").GetString().ShouldBe("2026-01-04");

        async Task<JsonElement> Next()
        {
            while (await events.ReadLineAsync(Token) is { } line)
                if (line.StartsWith("data: ", StringComparison.Ordinal)) return JsonDocument.Parse(line[6..]).RootElement;
            throw new EndOfStreamException();
        }
    }

    [Fact]
    public async Task Own_rows_show_in_the_next_read_and_a_tag_spares_what_did_not_change()
    {
        for (var day = 0; day < 10; day++)
        {
            await Add("text/csv", Csv(Days("a", day, day + 1)));
            (await _site.Done("GET", $"{Acme}/series/a/features", null, Token)).GetProperty("timestamp").GetString().ShouldBe($"2026-01-{day + 1:00}");
        }

        var (shown, _) = await _site.Send("GET", $"{Acme}/series/a/features", _key, null, Token);
        var (again, _) = await _site.Send("GET", $"{Acme}/series/a/features", _key, null, Token, ("If-None-Match", shown.Headers.ETag!.Tag));
        ((int)again.StatusCode).ShouldBe(304);
        (await _site.Done("GET", $"{Acme}/series/a/features?as_of=2099-01-01", null, Token)).GetProperty("timestamp").GetString().ShouldBe("2026-01-10");
        (await _site.Problem("GET", $"{Acme}/series/a/features?as_of=2026-01-01", _key, null, Token)).ShouldBe((404, "series-unknown"));
    }

    [Fact]
    public async Task Whatever_stands_in_a_parameter_is_refused_or_taken_as_a_text()
    {
        await Add("text/csv", Csv(Days("a", 0, 3)));
        foreach (var evil in (string[])["../x", "%2e%2e%2f", "%2e%2e", "'", "\"", "a'%20OR%20'1'='1", "%00", "a%00", ";DROP", "%F0%9F", "{}", new string('x', 3_000)])
        {
            foreach (var path in (string[])
                [
                    $"{Acme}/series/{evil}/features", $"{Acme}/series/{evil}/history", $"{Acme}/series/{evil}/features/stream", $"{Acme}/series?cursor={evil}.",
                    $"{Acme}/series?limit={evil}", $"{Acme}/series/a/features?as_of={evil}", $"{Acme}/series/a/history?from={evil}",
                    $"{Acme}/series/a/history?to={evil}", $"{Acme}/series/a/history?columns={evil}", $"/api/v1/clients/{evil}/series",
                ])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Api-Key", _key } } };
                using var response = await _site.Http.SendAsync(request, Token);
                ((int)response.StatusCode).ShouldBeInRange(400, 499, path);
            }

            (await _site.Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{Acme}/series?after={evil}") { Headers = { { "X-Api-Key", _key } } }, Token))
                .StatusCode.ShouldBeOneOf(System.Net.HttpStatusCode.OK, System.Net.HttpStatusCode.BadRequest, System.Net.HttpStatusCode.UnprocessableEntity);
            Refused(await Post("text/csv", Csv(Days("a", 3, 4)), $"?known_at={evil}"));
        }

        static void Refused((int Status, JsonElement) answer) => answer.Status.ShouldBeInRange(400, 499);
    }

    private static JsonElement Feature(JsonElement features, string name) =>
        features.GetProperty("features").EnumerateArray().Single(feature => feature.GetProperty("name").GetString() == name);

    private static (string Series, string Day, double Target)[] Days(string series, int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(day => (series, new DateTime(2026, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day + 0.5))];

    private static byte[] Csv((string Series, string Day, double Target)[] rows) => Encoding.UTF8.GetBytes(
        "series_id,timestamp,target\n" + string.Concat(rows.Select(row => FormattableString.Invariant($"{row.Series},{row.Day},{row.Target}\n"))));

    private static IEnumerable<(string Type, byte[] Body)> Bodies((string Series, string Day, double Target)[] rows)
    {
        var objects = rows.Select(row => JsonSerializer.Serialize(new { series_id = row.Series, timestamp = row.Day, target = row.Target })).ToArray();
        yield return ("application/x-ndjson", Encoding.UTF8.GetBytes(string.Join('\n', objects)));
        yield return ("application/json", Encoding.UTF8.GetBytes($"[{string.Join(',', objects)}]"));
        yield return ("text/csv", Csv(rows));
        var folder = Directory.CreateTempSubdirectory("secretmagic-rows-").FullName;
        var (csv, parquet) = (Path.Combine(folder, "rows.csv"), Path.Combine(folder, "rows.parquet"));
        File.WriteAllBytes(csv, Csv(rows));
        using (var database = DuckDatabase.Open(new DuckOptions()))
        using (var connection = database.Connect())
            connection.Execute($"COPY (FROM read_csv({DuckSql.File(csv)})) TO {DuckSql.Literal(parquet)} (FORMAT parquet)", Token);
        yield return ("application/vnd.apache.parquet", File.ReadAllBytes(parquet));
        Directory.Delete(folder, recursive: true);
    }

    private async Task<JsonElement> Put(string type, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Acme}/plan") { Headers = { { "X-Api-Key", _key } }, Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await _site.Http.SendAsync(request, Token);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement;
    }

    private async Task<JsonElement> Add(string type, byte[] body)
    {
        var (status, answer) = await Post(type, body);
        status.ShouldBe(200, $"{answer}");
        return answer;
    }

    private async Task<(int Status, JsonElement Answer)> Post(string type, byte[] body, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Acme}/rows{query}") { Headers = { { "X-Api-Key", _key } }, Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await _site.Http.SendAsync(request, Token);
        var content = await response.Content.ReadAsStringAsync(Token);
        return ((int)response.StatusCode, content.Length == 0 ? default : JsonDocument.Parse(content).RootElement);
    }

    private async Task<byte[]> Read(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Api-Key", _key }, { "Accept", accept } } };
        using var response = await _site.Http.SendAsync(request, Token);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe(accept);
        return await response.Content.ReadAsByteArrayAsync(Token);
    }
}
