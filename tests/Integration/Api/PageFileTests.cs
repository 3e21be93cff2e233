using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace SecretMagic.Integration.Api;

/// <summary>The files of the pages: how they are sent and kept, and what every answer forbids a browser.</summary>
public sealed partial class PageFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/api/v1/clients")]
    [InlineData("/nothing")]
    public async Task Every_answer_forbids_what_pages_do_not_need(string path)
    {
        await using var site = await ApiSite.Start(null, Token);
        using var answer = await site.Http.GetAsync(path, Token);
        string Said(string header) => string.Join(' ', answer.Headers.GetValues(header));
        Said("Content-Security-Policy").ShouldStartWith("default-src 'self';");
        Said("Content-Security-Policy").ShouldNotContain("unsafe");
        Said("X-Content-Type-Options").ShouldBe("nosniff");
        Said("X-Frame-Options").ShouldBe("DENY");
        Said("Referrer-Policy").ShouldBe("no-referrer");
    }

    [Fact]
    public async Task A_file_is_kept_for_good_by_its_address_and_the_first_page_is_asked_for_again()
    {
        await using var site = await ApiSite.Start(null, Token);
        using var first = await site.Http.GetAsync("/", Token);
        first.Headers.CacheControl!.NoCache.ShouldBeTrue();
        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await site.Http.SendAsync(again, Token)).StatusCode.ShouldBe(HttpStatusCode.NotModified);

        var addresses = Address().Matches(await first.Content.ReadAsStringAsync(Token)).Select(found => found.Groups["path"].Value).ToArray();
        addresses.Length.ShouldBeGreaterThan(3);
        foreach (var address in addresses)
        {
            using var file = await site.Http.GetAsync(address, Token);
            file.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            file.Headers.CacheControl!.Extensions.ShouldContain(one => one.Name == "immutable", address);
            using var older = await site.Http.GetAsync(Version().Replace(address, "/app/0123456789abcdef/"), Token);
            older.Headers.CacheControl!.NoCache.ShouldBeTrue(address);
        }
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_packed_file_says_the_same(string coding)
    {
        await using var site = await ApiSite.Start(null, Token);
        var plain = await site.Http.GetByteArrayAsync("/app/0/vendor/uplot/uPlot.esm.js", Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/app/0/vendor/uplot/uPlot.esm.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", $"{coding}, identity;q=0.5");
        using var packed = await site.Http.SendAsync(request, Token);
        packed.Content.Headers.ContentEncoding.ShouldBe([coding]);
        var bytes = await packed.Content.ReadAsByteArrayAsync(Token);
        bytes.Length.ShouldBeLessThan(plain.Length / 2);
        await using Stream stream = coding == "br"
            ? new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress) : new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await stream.CopyToAsync(unpacked, Token);
        unpacked.ToArray().ShouldBe(plain);
    }

    [Theory]
    [InlineData("/app/0/../../ApiHost.cs")]
    [InlineData("/app/0/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/app/0/js/nothing.js")]
    [InlineData("/app/0/")]
    public async Task No_other_file_is_sent(string path)
    {
        await using var site = await ApiSite.Start(null, Token);
        (await site.Problem("GET", path, null, null, Token)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_holder_is_told_what_the_key_opens()
    {
        await using var site = await ApiSite.Start(null, Token);
        (await site.Done("GET", "/api/v1/me", null, Token)).GetProperty("all_clients").GetBoolean().ShouldBeTrue();
        await site.Done("POST", "/api/v1/clients", new { id = "acme", name = "Acme" }, Token);
        var (_, me) = await site.Send("GET", "/api/v1/me", await site.Key("reader", Token, "acme"), null, Token);
        me.GetProperty("role").GetString().ShouldBe("reader");
        me.GetProperty("clients").EnumerateArray().Select(client => client.GetString()).ShouldBe(["acme"]);
    }

    [GeneratedRegex("(?:href|src)=\"(?<path>/app/[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("^/app/[0-9a-f]+/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();
}
