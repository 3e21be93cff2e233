using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SecretMagic.Integration.Api;

public sealed partial class MetricsTests : IAsyncLifetime
{
    private ApiSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await ApiSite.Start(null, Token);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Those_of_the_product_are_there_from_the_start_and_every_line_is_well_formed()
    {
        var text = await Scraped();
        foreach (var name in (string[])
            [
                "secretmagic_features_processed_total", "secretmagic_bom_explosion_duration_seconds", "secretmagic_pipeline_duration_seconds",
                "secretmagic_errors_total", "secretmagic_nan_values_total", "secretmagic_batches_waiting", "secretmagic_batches_lag_seconds",
                "secretmagic_gateway_seconds", "secretmagic_journal_commit_seconds", "secretmagic_http_request_seconds", "secretmagic_ready",
            ])
        {
            text.ShouldContain($"# TYPE {name} ");
        }

        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) WellFormed().IsMatch(line).ShouldBeTrue(line);
    }

    [Fact]
    public async Task Buckets_only_grow_and_end_with_the_count()
    {
        for (var request = 0; request < 20; request++) await _site.Send("GET", "/api/v1/clients", _site.Admin, null, Token);
        var buckets = (await Scraped()).Split('\n')
            .Where(line => line.StartsWith("secretmagic_http_request_seconds_bucket{method=\"GET\",route=\"/api/v1/clients\"", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ')[^1])).ToArray();
        buckets.ShouldBe(buckets.Order());
        buckets[^1].ShouldBeGreaterThanOrEqualTo(20, "other sites of the process are counted, too");
    }

    [Fact]
    public async Task A_key_that_asks_too_often_is_told_so_and_others_are_not()
    {
        await using var site = await ApiSite.Start(null, Token, ("SECRETMAGIC_API_RATE_LIMIT", "1"));
        var statuses = new List<int>();
        for (var request = 0; request < 60; request++)
            statuses.Add((int)(await site.Send("GET", "/api/v1/clients", site.Admin, null, Token)).Response.StatusCode);
        statuses.ShouldContain(200);
        statuses.ShouldContain(429);
        ((int)(await site.Http.GetAsync("/health", Token)).StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_mend()
    {
        var isThere = Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "promtool")));
        Assert.SkipUnless(isThere, "promtool is not installed");
        var start = new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var promtool = Process.Start(start)!;
        await promtool.StandardInput.WriteAsync(await Scraped());
        promtool.StandardInput.Close();
        (await promtool.StandardError.ReadToEndAsync(Token)).ShouldBeEmpty();
        await promtool.WaitForExitAsync(Token);
        promtool.ExitCode.ShouldBe(0);
    }

    private Task<string> Scraped() => _site.Http.GetStringAsync("/metrics", Token);

    [GeneratedRegex(
        """^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="(\\.|[^"\\])*"(,\w+="(\\.|[^"\\])*")*\})? (\+Inf|NaN|-?[0-9.E+-]+))$""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WellFormed();
}
