using System.Globalization;
using Microsoft.Playwright;

namespace SecretMagic.Browser;

/// <summary>The pages as somebody uses them. Every test also fails on an error in the console, such as a breach of the content policy.</summary>
public sealed class PageTests(DemoSite site)
{
    [Fact]
    public Task A_wrong_key_is_told_and_a_right_one_comes_in() => site.Visit(
        async page =>
        {
            await page.GetByLabel("API key").FillAsync("sm_0123456789ab_wrong");
            await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
            var alert = page.GetByRole(AriaRole.Alert);
            await Assertions.Expect(alert).ToContainTextAsync("No valid API key was sent");
            await Assertions.Expect(alert).ToContainTextAsync("What to do");
            await Assertions.Expect(alert).ToContainTextAsync("trace");
            await page.GetByLabel("API key").FillAsync(site.Key);
            await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
            await Assertions.Expect(page.GetByText("bootstrap · admin · all clients")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
            await Assertions.Expect(page.GetByLabel("API key")).ToBeVisibleAsync();
            (await page.EvaluateAsync<int>("sessionStorage.length")).ShouldBe(0);
        },
        hash: null, expected: "401");

    [Fact]
    public Task The_key_of_the_address_is_taken_and_leaves_it() => site.Visit(async page =>
    {
        page.Url.ShouldNotContain("sm_");
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Clients" })).ToContainTextAsync("Demo kitchen");
        (await page.EvaluateAsync<string>("document.documentElement.outerHTML")).ShouldNotContain(site.Key);
    });

    [Fact]
    public Task Rows_of_a_file_are_taken_once() => site.Visit(
        async page =>
        {
            var rows = new FilePayload { Name = "today.csv", MimeType = "text/csv", Buffer = "series_id,timestamp,target,open,stock\nnew-dish,2013-12-01,7,1,1\n"u8.ToArray() };
            foreach (var expected in (string[])["1 of 1 rows are new and stored", "0 of 1 rows are new and stored"])
            {
                await page.GetByLabel("File").SetInputFilesAsync(rows);
                await page.GetByRole(AriaRole.Button, new() { Name = "Send the rows" }).ClickAsync();
                await Assertions.Expect(page.GetByText(expected)).ToBeVisibleAsync();
            }
        },
        "clients/demo/data");

    [Fact]
    public Task A_row_that_is_refused_says_where_and_what_to_do() => site.Visit(
        async page =>
        {
            await page.GetByLabel("File").SetInputFilesAsync(new FilePayload
            {
                Name = "today.csv",
                MimeType = "text/csv",
                Buffer = "series_id,timestamp,target,open,stock\nnew-dish,2013-12-01,many,1,1\n"u8.ToArray(),
            });
            await page.GetByRole(AriaRole.Button, new() { Name = "Send the rows" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("What to do");
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("line 2");
        },
        "clients/demo/data", expected: "422");

    [Fact]
    public Task A_batch_is_followed_until_it_is_done() => site.Visit(
        async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Explode recipes" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Recipes exploded" })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("aria-valuenow", "100", new() { Timeout = 60_000 });
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "See the shortages" })).ToBeVisibleAsync();
        },
        "clients/demo/batches");

    [Fact]
    public Task A_batch_is_cancelled_before_it_is_done() => site.Visit(async page =>
    {
        // One of a client is worked on at a time, so the last of these waits until the page is drawn.
        const int Waiting = 20;
        for (var number = 0; number <= Waiting; number++) await site.Queue("demo", "bom", $"long-{number}");
        await DemoSite.Go(page, $"batches/long-{Waiting}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("dl")).ToContainTextAsync("cancelled");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true })).ToHaveCountAsync(0);
    });

    [Fact]
    public async Task A_batch_that_failed_says_why_and_is_tried_again_when_that_is_mended()
    {
        await site.Patisserie("parent,component,quantity\nbread,flour,much\n");
        await site.Queue("patisserie", "bom", "broken");
        await site.Visit(
            async page =>
            {
                await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("mend what it names", new() { Timeout = 60_000 });
                await site.Upload("patisserie", "bom.csv", "parent,component,quantity\nbread,flour,0.6\n");
                await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
                await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "See the shortages" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
                await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
            },
            "batches/broken");
    }

    [Fact]
    public Task An_item_is_found_by_its_name() => site.Visit(
        async page =>
        {
            await page.GetByLabel("Find an item").FillAsync("butter oil");
            await Assertions.Expect(page.Locator(".list a").First).ToContainTextAsync("BUTTER OIL");
        },
        "clients/demo/recipes");

    [Fact]
    public Task What_the_demonstration_is_computed_from_names_no_place_of_the_server() => site.Visit(
        async page =>
        {
            await Assertions.Expect(page.GetByText("upload:bom.csv")).ToBeVisibleAsync();
            (await page.Locator("main").InnerTextAsync()).ShouldNotContain("/tmp/");
        },
        "clients/demo");

    [Fact]
    public Task A_gap_says_in_words_why_its_features_are_missing() => site.Visit(
        async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Why is the last gap missing?" }).ClickAsync();
            await Assertions.Expect(page.GetByText("There is no row for this day")).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Why is it missing?" })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByText("The value that is looked at is missing").First).ToBeVisibleAsync();
        },
        "clients/demo/series");

    [Fact]
    public Task A_day_of_the_chart_is_asked_about_by_the_keyboard() => site.Visit(
        async page =>
        {
            await page.Locator(".plot").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            var day = page.Locator("main section h2").Filter(new() { HasText = ": " }).First;
            var first = await day.TextContentAsync();
            await page.Keyboard.PressAsync("ArrowLeft");
            await Assertions.Expect(day).Not.ToHaveTextAsync(first!);
        },
        "clients/demo/series");

    [Fact]
    public Task A_recipe_is_exploded_for_a_quantity() => site.Visit(
        async page =>
        {
            var needs = page.GetByRole(AriaRole.Table, new() { Name = "What 1000 needs" });
            var before = await First(needs);
            await page.GetByRole(AriaRole.Spinbutton).FillAsync("2000");
            await page.GetByRole(AriaRole.Button, new() { Name = "Explode", Exact = true }).ClickAsync();
            (await First(page.GetByRole(AriaRole.Table, new() { Name = "What 2000 needs" }))).ShouldBe(2 * before, before * 0.01);
            (await page.Locator(".graph .node").CountAsync()).ShouldBeGreaterThan(1);
        },
        "clients/demo/recipes");

    [Fact]
    public Task Shortages_come_worst_first() => site.Visit(
        async page =>
        {
            var rows = page.GetByRole(AriaRole.Table, new() { Name = "Shortages" }).Locator("tbody tr");
            await Assertions.Expect(rows.First).ToBeVisibleAsync();
            var amounts = await rows.Locator("td:nth-child(2)").AllTextContentsAsync();
            var numbers = amounts.Select(Number).ToArray();
            numbers.Length.ShouldBeGreaterThan(10);
            numbers.ShouldBe(numbers.OrderDescending());
        },
        "clients/demo/shortages");

    [Fact]
    public Task Dark_follows_the_system_until_somebody_switches() => site.Visit(
        async page =>
        {
            var theme = () => page.EvaluateAsync<string>("document.documentElement.dataset.theme");
            (await theme()).ShouldBe("dark");
            await page.GetByRole(AriaRole.Button, new() { Name = "Switch between light and dark" }).ClickAsync();
            (await theme()).ShouldBe("light");
            await page.ReloadAsync();
            (await theme()).ShouldBe("light");
        },
        isDark: true);

    [Fact]
    public Task The_keyboard_alone_skips_to_the_content_and_opens_a_client() => site.Visit(async page =>
    {
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Clients", Exact = true }).WaitForAsync();
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Locator("#skip").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("main");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.tagName")).ShouldBe("TR");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Demo kitchen" })).ToBeVisibleAsync();
    });

    [Fact]
    public async Task A_breach_of_the_policy_is_heard()
    {
        const string inline = "const style = document.createElement('style'); style.textContent = '* { color: red }'; document.head.append(style)";
        await Assert.ThrowsAsync<ShouldAssertException>(() => site.Visit(page => page.EvaluateAsync(inline)));
    }

    [Fact]
    public async Task A_reader_is_offered_nothing_that_its_key_may_not_do()
    {
        var reader = await site.Issue("reader", "demo");
        await site.Visit(
            async page =>
            {
                await page.GetByLabel("API key").FillAsync(reader);
                await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
                await Assertions.Expect(page.GetByText("reader · reader · demo")).ToBeVisibleAsync();
                foreach (var hash in (string[])["clients/demo/batches", "clients/demo/schedules", "clients/demo/data", "batches/demo-bom"])
                {
                    await DemoSite.Go(page, hash);
                    (await page.Locator("main button").CountAsync()).ShouldBe(0, hash);
                }
            },
            hash: null);
    }

    [Fact]
    public async Task A_client_with_nothing_teaches_the_next_step()
    {
        await site.Register("empty", "Empty <b>&\"shop");
        await site.Visit(
            async page =>
            {
                await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Empty <b>&\"shop" })).ToBeVisibleAsync();
                await Assertions.Expect(page.GetByText("secretmagic configs set empty")).ToBeVisibleAsync();
                foreach (var hash in (string[])["series", "batches", "recipes", "shortages", "results"])
                {
                    await DemoSite.Go(page, $"clients/empty/{hash}");
                    await Assertions.Expect(page.Locator("main .empty")).ToContainTextAsync("secretmagic ");
                }
            },
            "clients/empty", expected: "Failed to load resource");
    }

    [Theory]
    [InlineData("clients")]
    [InlineData("clients/demo")]
    [InlineData("clients/demo/series")]
    [InlineData("clients/demo/batches")]
    [InlineData("clients/demo/recipes")]
    [InlineData("clients/demo/shortages")]
    [InlineData("clients/demo/data")]
    [InlineData("clients/demo/configuration")]
    [InlineData("clients/demo/schedules")]
    [InlineData("clients/demo/results")]
    [InlineData("clients/demo/audit")]
    [InlineData("queue")]
    public Task A_page_fits_a_phone(string hash) => site.Visit(
        async page =>
        {
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
            await Assertions.Expect(page.Locator("main .notice.bad")).ToHaveCountAsync(0);
        },
        hash, width: 360);

    private static async Task<double> First(ILocator table) => Number(await table.Locator("tbody tr").First.Locator("td:nth-child(2)").TextContentAsync());

    private static double Number(string? text) => double.Parse(text!.Split(' ')[0], NumberStyles.Number, CultureInfo.InvariantCulture);
}
