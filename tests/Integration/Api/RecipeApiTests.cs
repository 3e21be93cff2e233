using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecretMagic.Api;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Integration.Api;

/// <summary>The recipes of a client and the results of their explosions.</summary>
public sealed class RecipeApiTests : IAsyncLifetime
{
    private const string Client = "/api/v1/clients/acme", ItemsOf = $"{Client}/bom/items";

    private const string Ramen = "parent,component,quantity,scrap\nramen,broth,0.3,\nramen,noodles,0.12,0.05\nbroth,bones,0.5,\nbroth,salt/fine,0.01,\n"
        + "noodles,flour,0.75,\nnoodles,salt/fine,0.02,\nramen,<script>alert(1)</script>,1,\n";

    private ApiSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Bom => Path.Combine(_site.Folder, "bom.csv");

    public async ValueTask InitializeAsync()
    {
        _site = await ApiSite.Start(null, Token);
        await File.WriteAllTextAsync(Bom, Ramen, Token);
        await File.WriteAllTextAsync(Path.Combine(_site.Folder, "items.csv"), "item,name,unit,yield\nbroth,Bone broth,l,0.8\nflour,Flour,kg,\n", Token);
        await File.WriteAllTextAsync(Path.Combine(_site.Folder, "demand.csv"), "item,date,quantity\nramen,2026-01-02,100\nramen,2026-01-03,50\n", Token);
        await File.WriteAllTextAsync(Path.Combine(_site.Folder, "stock.csv"), "item,quantity\nflour,10\n", Token);
        await RecipeSite.Confirmed(
            _site, "acme", Token, ("bom", Bom), ("items", Path.Combine(_site.Folder, "items.csv")), ("demand", Path.Combine(_site.Folder, "demand.csv")),
            ("stock", Path.Combine(_site.Folder, "stock.csv")));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Items_are_listed_by_prefix_and_page_and_shown_with_what_they_are_made_of_and_go_into()
    {
        string[] all = ["<script>alert(1)</script>", "bones", "broth", "flour", "noodles", "ramen", "salt/fine"];
        (await Codes("")).ShouldBe(all);
        (await Codes("prefix=b&limit=1")).ShouldBe(["bones", "broth"]);
        (await Codes("prefix=zzz")).ShouldBeEmpty();
        (await Codes("prefix='%20OR%201=1%20--")).ShouldBeEmpty();
        var broth = await _site.Done("GET", $"{ItemsOf}/broth", null, Token);
        broth.GetProperty("item").GetProperty("name").GetString().ShouldBe("Bone broth");
        broth.GetProperty("levels").GetInt32().ShouldBe(1);
        broth.GetProperty("made_of")[0].GetProperty("quantity").GetDouble().ShouldBe(0.5 / 0.8, 1e-12);
        broth.GetProperty("used_in")[0].GetProperty("item").GetString().ShouldBe("ramen");
        (await _site.Done("GET", $"{ItemsOf}/salt%2Ffine", null, Token)).GetProperty("uses").GetInt32().ShouldBe(3);
        (await _site.Done("GET", $"{ItemsOf}/ramen", null, Token)).GetProperty("levels").GetInt32().ShouldBe(2);
        foreach (var wrong in (string[])["brot", "..%2F..%2Fetc%2Fpasswd", "'%3B--"])
            (await _site.Problem("GET", $"{ItemsOf}/{wrong}", _site.Admin, null, Token)).ShouldBe((404, "item-unknown"));
        (await _site.Problem("GET", $"{ItemsOf}/broth?day=yesterday", _site.Admin, null, Token)).ShouldBe((400, "request-malformed"));
    }

    [Fact]
    public async Task The_quantities_of_a_tree_are_those_of_the_explosion()
    {
        var tree = await _site.Done("GET", $"{ItemsOf}/ramen/explode?quantity=100&day=2026-01-02", null, Token);
        var rows = tree.GetProperty("rows").EnumerateArray().ToArray();
        rows[0].GetProperty("parent").ValueKind.ShouldBe(JsonValueKind.Null);
        rows.Skip(1).ShouldAllBe(row => row.GetProperty("parent").GetInt32() < row.GetProperty("row").GetInt32());
        var sums = rows.GroupBy(row => row.GetProperty("item").GetString()!).ToDictionary(same => same.Key, same => same.Sum(row => row.GetProperty("quantity").GetDouble()));
        object[] lines = [.. Ramen.Split('\n').Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).Select(cells => (object)new
        {
            parent = cells[0], component = cells[1], quantity = double.Parse(cells[2]), scrap = cells[3].Length == 0 ? 0 : double.Parse(cells[3]),
        })];
        object[] items = [new { item = "broth", @yield = 0.8 }];
        object[] demand = [new { item = "ramen", date = "2026-01-02", quantity = 100 }];
        var exploded = await _site.Done("POST", "/api/v1/bom/explode", new { client = "acme", lines, items, demand }, Token);
        foreach (var row in exploded.GetProperty("requirements").EnumerateArray())
            sums[row.GetProperty("item").GetString()!].ShouldBe(row.GetProperty("quantity").GetDouble(), 1e-9);
        foreach (var wrong in (string[])["NaN", "Infinity", "-1", "1e300"])
            (await _site.Problem("GET", $"{ItemsOf}/ramen/explode?quantity={wrong}", _site.Admin, null, Token)).ShouldBe((422, "value-refused"), wrong);
        (await _site.Problem("GET", $"{ItemsOf}/ramen/explode?quantity=1e999999", _site.Admin, null, Token)).Status.ShouldBeInRange(400, 422);
    }

    [Fact]
    public async Task A_drawing_runs_nothing_whatever_an_item_is_called()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{ItemsOf}/ramen/picture.svg");
        request.Headers.Add("X-Api-Key", _site.Admin);
        using var response = await _site.Http.SendAsync(request, Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        var svg = await response.Content.ReadAsStringAsync(Token);
        svg.ShouldContain("&lt;script&gt;");
        svg.ShouldNotContain("<script");
    }

    [Fact]
    public async Task What_changes_in_a_file_is_there_at_once_and_what_is_wrong_with_it_a_problem()
    {
        var shelf = _site.Host.Services.GetRequiredService<RecipeShelf>();
        for (var number = 0; number < RecipeShelf.MostBooks + 4; number++)
        {
            await File.WriteAllTextAsync(Bom, $"parent,component,quantity\ndish,part{number:00},1\n", Token);
            (await Codes("prefix=part")).ShouldBe([$"part{number:00}"]);
        }

        shelf.Count.ShouldBe(RecipeShelf.MostBooks);
        await File.WriteAllTextAsync(Bom, "parent,component,quantity\na,b,1\nb,a,1\n", Token);
        (await _site.Problem("GET", ItemsOf, _site.Admin, null, Token)).ShouldBe((422, "bom-cycle"));
        await File.WriteAllTextAsync(Bom, "parent,component,quantity\na,b,-1\n", Token);
        (await _site.Problem("GET", ItemsOf, _site.Admin, null, Token)).ShouldBe((422, "recipes-refused"));
        await File.WriteAllTextAsync(Bom, "parent,component\na,b\n", Token);
        (await _site.Problem("GET", ItemsOf, _site.Admin, null, Token)).ShouldBe((422, "value-refused"));
        File.Delete(Bom);
        (await _site.Problem("GET", ItemsOf, _site.Admin, null, Token)).ShouldBe((422, "value-refused"));
        shelf.Count.ShouldBe(RecipeShelf.MostBooks);
        await _site.Register("bare", Token);
        (await _site.Problem("GET", "/api/v1/clients/bare/bom/items", _site.Admin, null, Token)).ShouldBe((409, "no-source"));
    }

    [Fact]
    public async Task Recipes_that_were_uploaded_are_asked_as_they_are_now()
    {
        await _site.Register("cafe", Token);
        foreach (var component in (string[])["beans", "water"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/clients/cafe/uploads/bom.csv") { Headers = { { "X-Api-Key", _site.Admin } } };
            request.Content = new StringContent($"parent,component,quantity\ncoffee,{component},1\n", System.Text.Encoding.UTF8, "text/csv");
            using var response = await _site.Http.SendAsync(request, Token);
            response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(Token));
            await _site.Done("PUT", "/api/v1/clients/cafe/sources/bom", new { options = new { bom = "upload:bom.csv", demand = "upload:bom.csv" } }, Token);
            var items = await _site.Done("GET", "/api/v1/clients/cafe/bom/items", null, Token);
            items.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("item").GetString()).ShouldBe(new[] { "coffee", component }.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Items_are_found_by_code_and_by_name_in_capitals_or_not()
    {
        (await Codes("search=BONE&limit=1")).ShouldBe(["bones", "broth"]);
        (await Codes("search=flour")).ShouldBe(["flour"]);
        (await Codes("search=bone&prefix=bro")).ShouldBe(["broth"]);
        (await Codes("search=%25")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Uploads_of_every_type_answer_questions_and_are_exploded_at_once()
    {
        await _site.Register("cafe", Token);
        const string csv = "parent,component,quantity\ncoffee,beans,0.1\n", json = "{\"parent\":\"coffee\",\"component\":\"beans\",\"quantity\":0.1}\n";
        await Upload("bom.csv", csv);
        await Upload("bom.ndjson", json);
        await Upload("items.ndjson", "{\"item\":\"beans\",\"name\":\"Coffee beans\",\"unit\":\"kg\"}\n");
        object[] demand = [new { item = "coffee", date = "2026-01-02", quantity = 50 }];
        var asked = new List<string>();
        foreach (var name in (string[])["bom.csv", "bom.ndjson"])
        {
            await _site.Done(
                "PUT", "/api/v1/clients/cafe/sources/bom", new { options = new { bom = $"upload:{name}", items = "upload:items.ndjson", demand = "upload:bom.csv" } }, Token);
            var found = await _site.Done("GET", "/api/v1/clients/cafe/bom/items?search=coffee%20b", null, Token);
            found.GetProperty("items")[0].GetProperty("item").GetString().ShouldBe("beans");
            foreach (var body in (object[])
                [new { client = "cafe", recipes = new { bom = name, items = "items.ndjson" }, demand }, new { client = "cafe", source = true, demand }])
            {
                var answer = await _site.Done("POST", "/api/v1/bom/explode", body, Token);
                answer.ToString().ShouldNotContain(Path.GetTempPath());
                asked.Add(answer.GetProperty("requirements").ToString());
            }
        }

        asked.Distinct().ShouldHaveSingleItem().ShouldContain("\"quantity\":5,");
        await Upload("bad.ndjson", json + "{\"parent\":\"coffee\",\"component\":\"milk\",\"quantity\":\"much\"}\n");
        foreach (var (body, status, code) in ((object, int, string)[])
            [
                (new { client = "cafe", recipes = new { bom = "none.csv" }, demand }, 404, "upload-unknown"),
                (new { client = "cafe", recipes = new { bom = "../bom.csv" }, demand }, 422, "value-refused"),
                (new { client = "cafe", recipes = new { items = "items.ndjson" }, demand }, 422, "value-refused"),
                (new { client = "cafe", recipes = new { bom = "bom.csv", demand = "bom.csv" }, demand }, 422, "value-refused"),
                (new { client = "cafe", recipes = new { bom = "bad.ndjson" }, demand }, 422, "value-refused"),
                (new { client = "cafe", recipes = new { bom = "bom.csv" }, source = true, demand }, 422, "value-refused"),
                (new { client = "cafe", demand }, 422, "value-refused"),
            ])
        {
            (await _site.Problem("POST", "/api/v1/bom/explode", _site.Admin, body, Token)).ShouldBe((status, code), $"{body}");
        }

        var source = new { options = new { bom = "upload:bad.ndjson", demand = "upload:bom.csv" } };
        await _site.Done("PUT", "/api/v1/clients/cafe/sources/bom", source, Token);
        var (_, told) = await _site.Send("GET", "/api/v1/clients/cafe/bom/items", _site.Admin, null, Token);
        told.GetProperty("code").GetString().ShouldBe("value-refused");
        told.ToString().ShouldNotContain(Path.GetTempPath());

        async Task Upload(string name, string content)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/clients/cafe/uploads/{name}") { Headers = { { "X-Api-Key", _site.Admin } } };
            request.Content = new StringContent(content, System.Text.Encoding.UTF8, "application/octet-stream");
            using var response = await _site.Http.SendAsync(request, Token);
            response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(Token));
        }
    }

    [Fact]
    public async Task A_recipe_that_is_too_large_to_be_shown_is_a_problem_also_when_it_is_deep()
    {
        await File.WriteAllTextAsync(Bom, "parent,component,quantity\n" + string.Concat(Enumerable.Range(0, 40).Select(number => $"i{number},i{number + 1},1\ni{number},j{number},1\nj{number},i{number + 1},1\n")), Token);
        (await _site.Problem("GET", $"{ItemsOf}/i0/explode", _site.Admin, null, Token)).ShouldBe((422, "recipe-too-large"));
        await File.WriteAllTextAsync(Bom, "parent,component,quantity\n" + string.Concat(Enumerable.Range(0, 100_000).Select(number => $"i{number},i{number + 1},1\n")), Token);
        (await _site.Problem("GET", $"{ItemsOf}/i0/explode", _site.Admin, null, Token)).ShouldBe((422, "recipe-too-large"));
        (await _site.Problem("GET", $"{ItemsOf}/i0/picture.svg", _site.Admin, null, Token)).ShouldBe((422, "recipe-too-large"));
        (await _site.Done("GET", $"{ItemsOf}/i0", null, Token)).GetProperty("levels").GetInt32().ShouldBe(100_000);
        var last = await _site.Done("GET", $"{ItemsOf}/i100000", null, Token);
        last.GetProperty("uses").GetInt32().ShouldBe(100_000);
        last.GetProperty("used_in").GetArrayLength().ShouldBe(RecipeItem.Card.MostUses);
    }

    [Fact]
    public async Task What_a_worker_or_a_run_exploded_last_is_read_by_the_page_as_json_and_as_csv()
    {
        (await _site.Problem("GET", $"{Client}/coverage", _site.Admin, null, Token)).ShouldBe((404, "result-unknown"));
        await using var other = await MetadataStore.Open(_site.Settings, TimeProvider.System, Token);
        await _site.Done("POST", $"{Client}/batches", new { work = "bom", id = "b1" }, Token);
        await new Worker(other, new WorkerOptions { Name = "w", Lease = TimeSpan.FromSeconds(30), LimitPerClient = 1, UntilIdle = true }, _ => { }).Run(Token);
        (await _site.Done("GET", "/api/v1/batches/b1", null, Token)).GetProperty("status").GetString().ShouldBe("done");
        (await _site.Done("GET", $"{Client}/explosions", null, Token))[0].GetProperty("run").GetString().ShouldBe("b1");

        var whole = await Rows("coverage", "");
        whole.Count.ShouldBe(8);
        (await Rows("coverage", "limit=3")).ShouldBe(whole);
        (await Rows("coverage", "item=flour")).ShouldBe(whole.Where(row => row.Contains("\"flour\"", StringComparison.Ordinal)));
        (await Rows("coverage", "from=2026-01-03&to=2026-01-03")).Count.ShouldBe(4);
        (await Rows("coverage", "short_only=true&limit=2")).ShouldBe(whole.Where(row => !row.Contains("\"short\":0,", StringComparison.Ordinal)));
        (await Rows("requirements", "limit=4&site=")).Count.ShouldBe(14);
        foreach (var odd in (string[])["item='%20OR%201=1%20--", "site=..%2F..", "item=%25", "from=2027-01-01"]) (await Rows("coverage", odd)).ShouldBeEmpty();
        foreach (var wrong in (string[])["from=soon", "limit=x", "short_only=maybe"])
            (await _site.Problem("GET", $"{Client}/coverage?{wrong}", _site.Admin, null, Token)).Status.ShouldBe(400, wrong);
        (await _site.Problem("GET", $"{Client}/coverage?cursor=YQ", _site.Admin, null, Token)).ShouldBe((422, "value-refused"));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Client}/coverage?item=flour&limit=1");
        request.Headers.Add("X-Api-Key", _site.Admin);
        request.Headers.Add("Accept", "text/csv");
        using var csv = await _site.Http.SendAsync(request, Token);
        csv.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        csv.Headers.Contains("Next-Cursor").ShouldBeTrue();
        (await csv.Content.ReadAsStringAsync(Token)).ShouldStartWith("item,site,date,kind,level,gross,stock_used,planned,short,left,days_of_cover,past_due,past_due_short\nflour,,2026-01-02,bought,2,");

        // A run beside the queue, registered later, with other demand and in CSV.
        await File.WriteAllTextAsync(Path.Combine(_site.Folder, "demand.csv"), "item,date,quantity\nbroth,2026-02-01,8\n", Token);
        var tenant = TenantId.Parse("acme");
        (await other.Read<Client>(EntityId.Client(tenant), Token)).TryClear(tenant, out var clearance, out _).ShouldBeTrue();
        var stamp = Stamp.Create(CommandId.Parse("run-1"), "anna", TimeProvider.System.GetUtcNow());
        var options = NamedOptions.Explosion(
            name => name switch { "bom" => Bom, "demand" => Path.Combine(_site.Folder, "demand.csv"), "format" => "csv", _ => null }, "");
        await new ClientExplosion(new ClientRun(other, clearance!, WorkKind.Bom, stamp), ExplosionRequest.Open(options, TimeProvider.System, Token))
            .Publish(asked => ExplosionBatch.Run(asked, new Progress<BatchProgress>(), Token), Token);
        (await Rows("coverage", "")).Count.ShouldBe(2);
        (await Rows("requirements", "item=broth")).Single().ShouldContain("\"quantity\":8");
        (await _site.Done("GET", $"{Client}/explosions", null, Token)).GetArrayLength().ShouldBe(4);
    }

    private async Task<List<string>> Rows(string table, string query)
    {
        var rows = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _site.Done("GET", $"{Client}/{table}?{query}{cursor}", null, Token);
            rows.AddRange(page.GetProperty("items").EnumerateArray().Select(row => JsonSerializer.Serialize(row)));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : null;
        }

        return rows;
    }

    private async Task<List<string?>> Codes(string query)
    {
        var codes = new List<string?>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _site.Done("GET", $"{ItemsOf}?{query}{cursor}", null, Token);
            codes.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("item").GetString()));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : null;
        }

        return codes;
    }
}
