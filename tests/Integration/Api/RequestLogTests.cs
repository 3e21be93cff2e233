using System.Text.Json;
using Microsoft.Extensions.Logging;
using SecretMagic.Api;

namespace SecretMagic.Integration.Api;

/// <summary>What the log tells of requests.</summary>
public sealed class RequestLogTests
{
    private const string Acme = "/api/v1/clients/acme";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_and_a_refusal_are_a_line_with_key_client_and_trace_and_a_read_is_none()
    {
        await using var site = await ApiSite.Start(null, Token);
        await site.Register("acme", Token);
        await site.Send("GET", Acme, site.Admin, null, Token);
        var (changed, _) = await site.Send("PATCH", $"{Acme}?hidden=word", site.Admin, new { name = "Another" }, Token);
        await site.Problem("POST", "/api/v1/clients", site.Admin, new { id = "acme", name = "Again" }, Token);
        var lines = await Lines(site, 3);
        lines.Select(line => (Of(line, "method"), Of(line, "route"), Of(line, "status"))).ShouldBe(
            [("POST", "/api/v1/clients", "201"), ("PATCH", "/api/v1/clients/{client}", "200"), ("POST", "/api/v1/clients", "409")]);
        lines.ShouldAllBe(line => line.GetProperty("level").GetString() == "info" && Of(line, "key_id") == site.Admin.Split('_')[1]);
        lines.ShouldAllBe(line => double.Parse(Of(line, "milliseconds")!) > 0);
        Of(lines[1], "client_id").ShouldBe("acme");
        Of(lines[1], "trace_id").ShouldBe(changed.Headers.GetValues("Trace-Id").Single());
        foreach (var secret in (string[])["hidden", "word", "Another", site.Admin[^43..]]) string.Join('\n', lines).ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_site_that_tells_all_tells_reads_too_and_no_value_of_them()
    {
        await using var site = await ApiSite.Start(null, Token, ("SECRETMAGIC_LOG_LEVEL", "debug"));
        await site.Register("acme", Token);
        await site.Send("GET", $"{Acme}/series/secret-series/features?as_of=2031-01-02", site.Admin, null, Token);
        await site.Send("GET", $"{Acme}?who=nobody", "sm_0123456789ab_wrongwrong", null, Token);
        await ApiSite.Until(async () => (await All(site)).Any(line => Of(line, "status") == "401"), Token);
        var lines = await All(site);
        Of(lines.First(line => Of(line, "route")?.EndsWith("/features", StringComparison.Ordinal) == true), "client_id").ShouldBe("acme");
        Of(lines.First(line => Of(line, "status") == "401"), "key_id").ShouldBe("none");
        foreach (var value in (string[])["secret-series", "2031-01-02", "nobody", "wrongwrong"]) string.Join('\n', lines).ShouldNotContain(value);
    }

    [Theory]
    [InlineData("GET", 200, LogLevel.Debug)]
    [InlineData("HEAD", 304, LogLevel.Debug)]
    [InlineData("GET", 404, LogLevel.Information)]
    [InlineData("POST", 202, LogLevel.Information)]
    [InlineData("DELETE", RequestLog.Left, LogLevel.Information)]
    [InlineData("GET", RequestLog.Left, LogLevel.Debug)]
    [InlineData("POST", 401, LogLevel.Debug)]
    [InlineData("GET", 429, LogLevel.Debug)]
    [InlineData("GET", 500, LogLevel.Warning)]
    [InlineData("PUT", 503, LogLevel.Warning)]
    public void What_anybody_could_fill_the_table_with_is_told_at_debug(string method, int status, LogLevel level) =>
        RequestLog.LevelOf(method, status).ShouldBe(level);

    private static async Task<JsonElement[]> Lines(ApiSite site, int count)
    {
        await ApiSite.Until(async () => (await All(site)).Length >= count, Token);
        return await All(site);
    }

    /// <summary>The lines of requests, the first one first.</summary>
    private static async Task<JsonElement[]> All(ApiSite site) =>
        [.. (await site.Done("GET", "/api/v1/logs?limit=1000", null, Token)).EnumerateArray().Where(line => Of(line, "route") is not null).Reverse()];

    private static string? Of(JsonElement line, string name) =>
        line.GetProperty("context").TryGetProperty(name, out var value) ? value.GetString() : null;
}
