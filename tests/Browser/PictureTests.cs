using System.Globalization;
using Microsoft.Playwright;

namespace SecretMagic.Browser;

/// <summary>
/// The pictures of docs/DASHBOARD.md: every page is drawn, small enough for a document, and has its picture there. After a page was changed run the tests with
/// SECRETMAGIC_UPDATE_DOCS=1 once.
/// </summary>
public sealed class PictureTests(DemoSite site)
{
    private const int MostBytes = 150_000;
    private static readonly string Folder = Path.Combine(DemoSite.Root, "docs", "screenshots");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("clients", "clients", 1280, false)]
    [InlineData("client", "clients/demo", 1280, false)]
    [InlineData("configuration", "clients/demo/configuration", 1280, false)]
    [InlineData("series", "clients/demo/series", 1280, false)]
    [InlineData("batches", "clients/demo/batches", 1280, false)]
    [InlineData("batch", "batches/demo-bom", 1280, false)]
    [InlineData("recipe", "clients/demo/recipes", 1280, false)]
    [InlineData("shortages", "clients/demo/shortages", 1280, false)]
    [InlineData("data", "clients/demo/data", 1280, false)]
    [InlineData("schedules", "clients/demo/schedules", 1280, false)]
    [InlineData("results", "clients/demo/results", 1280, false)]
    [InlineData("audit", "clients/demo/audit", 1280, false)]
    [InlineData("queue", "queue", 1280, false)]
    [InlineData("series-dark", "clients/demo/series", 1280, true)]
    [InlineData("shortages-dark", "clients/demo/shortages", 1280, true)]
    [InlineData("clients-phone", "clients", 360, false)]
    [InlineData("series-phone", "clients/demo/series", 360, false)]
    public Task A_page_has_its_picture(string name, string hash, int width, bool isDark) =>
        site.Visit(page => Compare(page, name, hash), hash, width, isDark);

    [Fact]
    public Task The_way_in_has_its_picture() => site.Visit(page => Compare(page, "login", ""), hash: null);

    private static async Task Compare(IPage page, string name, string hash)
    {
        if (hash.EndsWith("series", StringComparison.Ordinal))
        {
            await page.Locator(".u-over").WaitForAsync();
            await page.GetByRole(AriaRole.Table, new() { Name = "Features now" }).WaitForAsync();
        }

        if (hash.EndsWith("configuration", StringComparison.Ordinal)) await History(page);
        var picture = await page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled });
        picture.Length.ShouldBeLessThan(MostBytes);
        var path = Path.Combine(Folder, name + ".png");
        if (Environment.GetEnvironmentVariable("SECRETMAGIC_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllBytesAsync(path, picture, Token);
        }

        File.Exists(path).ShouldBeTrue(string.Create(CultureInfo.InvariantCulture, $"{name}.png is missing"));
        (await File.ReadAllTextAsync(Path.Combine(DemoSite.Root, "docs", "DASHBOARD.md"), Token)).ShouldContain($"screenshots/{name}.png");
    }

    private static async Task History(IPage page)
    {
        var average = page.Locator("section").Filter(new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "ema" }) });
        await average.GetByRole(AriaRole.Button, new() { Name = "History" }).ClickAsync();
        await average.GetByRole(AriaRole.Button, new() { Name = "What changed" }).ClickAsync();
        await average.Locator(".diff").WaitForAsync();
    }
}
