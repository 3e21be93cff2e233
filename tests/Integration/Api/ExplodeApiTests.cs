using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretMagic.Integration.Cli;

namespace SecretMagic.Integration.Api;

/// <summary>Explosions that are answered at once.</summary>
public sealed class ExplodeApiTests : IAsyncLifetime
{
    private const string Path = "/api/v1/bom/explode";

    private static readonly object[] Ramen =
    [
        new { parent = "ramen", component = "broth", quantity = 0.3, unit = "l" },
        new { parent = "ramen", component = "noodles", quantity = 120, unit = "g", scrap = 0.05 },
        new { parent = "broth", component = "bones", quantity = 0.5, produced_at = "central" },
        new { parent = "noodles", component = "flour", quantity = 0.75, unit = "kg", valid_from = "2026-01-01" },
        new { parent = "noodles", component = "salt, \"fine\"; 'sea'", quantity = 1e-7 },
    ];

    private static readonly object[] Items =
        [new { item = "noodles", name = "Noodles", unit = "kg" }, new { item = "flour", unit = "kg", lot_multiple = 25, lead_days = 1 }];

    private static readonly object[] Demand =
    [
        new { item = "ramen", date = "2026-01-02", quantity = 100, site = "shop" }, new { item = "ramen", date = "2026-01-04", quantity = 33.3, site = "shop" },
    ];

    private static readonly object[] Stock =
        [new { item = "bones", quantity = 18, site = "central" }, new { item = "flour", quantity = 2.5, site = "shop", date = "2026-01-03" }];

    private ApiSite _site = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await ApiSite.Start(null, Token);
        await _site.Register("acme", Token);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task What_is_exploded_at_once_is_what_explode_writes_of_the_same_rows()
    {
        using var run = new SecretMagicRun();
        run.Write("bom.csv", "parent,component,quantity,unit,scrap,valid_from,produced_at\nramen,broth,0.3,l,,,\nramen,noodles,120,g,0.05,,\n"
            + "broth,bones,0.5,,,,central\nnoodles,flour,0.75,kg,,2026-01-01,\nnoodles,\"salt, \"\"fine\"\"; 'sea'\",0.0000001,,,,\n");
        run.Write("items.csv", "item,name,unit,lead_days,lot_multiple\nnoodles,Noodles,kg,,\nflour,,kg,1,25\n");
        run.Write("demand.csv", "item,date,quantity,site\nramen,2026-01-02,100,shop\nramen,2026-01-04,33.3,shop\n");
        run.Write("stock.csv", "item,quantity,site,date\nbones,18,central,\nflour,2.5,shop,2026-01-03\n");
        await run.Done($"explode --bom {run.PathOf("bom.csv")} --items {run.PathOf("items.csv")} --demand {run.PathOf("demand.csv")} "
            + $"--stock {run.PathOf("stock.csv")} --output {run.PathOf("out")}");
        ShouldBe(run, await _site.Done("POST", Path, new { client = "acme", lines = Ramen, items = Items, demand = Demand, stock = Stock }, Token));
    }

    [Fact]
    public async Task What_fails_alone_is_left_out_as_explode_does_and_no_place_of_this_machine_is_told()
    {
        using var run = new SecretMagicRun();
        run.Write("lines.csv", "parent,component,quantity,yield\ncake,dough,1,\ndough,flour,0.6,90\nroll,flour,0.1,\ntart,jam,1,\njam,tart,1,\n");
        run.Write("demand.csv", "item,date,quantity\ncake,2026-01-01,1\nroll,2026-01-01,5\ntart,2026-01-01,2\n");
        (await run.Run("explode", "--bom", run.PathOf("lines.csv"), "--demand", run.PathOf("demand.csv"), "--output", run.PathOf("out"), "--partial")).ShouldBe(4);
        object[] lines =
        [
            new { parent = "cake", component = "dough", quantity = 1 }, new { parent = "dough", component = "flour", quantity = 0.6, @yield = 90 },
            new { parent = "roll", component = "flour", quantity = 0.1 }, new { parent = "tart", component = "jam", quantity = 1 },
            new { parent = "jam", component = "tart", quantity = 1 },
        ];
        object[] demand =
            [Wanted("cake", "2026-01-01", 1), Wanted("roll", "2026-01-01", 5), Wanted("tart", "2026-01-01", 2)];
        var answer = await _site.Done("POST", Path, new { client = "acme", lines, demand, options = new { partial = true } }, Token);
        ShouldBe(run, answer);
        $"{answer}".ShouldNotContain(System.IO.Path.GetTempPath());
        answer.GetProperty("coverage")[0].GetProperty("short").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_cycle_is_told_whole()
    {
        object[] lines = [Line("A", "B", 1), Line("B", "C", 1), Line("C", "A", 1), Line("D", "E", 1)];
        var (response, problem) = await Explode(lines, [Wanted("A", "2026-01-01", 1)]);
        ((int)response.StatusCode).ShouldBe(422);
        problem.GetProperty("code").GetString().ShouldBe("bom-cycle");
        problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("message").GetString()).ShouldBe(["A -> B -> C -> A"]);
    }

    [Fact]
    public async Task Every_bad_line_is_told_with_its_place()
    {
        object[] lines = [.. Enumerable.Range(0, 60).Select(number => (object)new { parent = "A", component = $"c{number}", quantity = 1, scrap = number % 2 * 10 })];
        var (_, problem) = await Explode(lines, [Wanted("A", "2026-01-01", 1)]);
        problem.GetProperty("code").GetString().ShouldBe("recipes-refused");
        var errors = problem.GetProperty("errors").EnumerateArray().ToArray();
        errors.Select(error => error.GetProperty("field").GetString()).ShouldBe(Enumerable.Range(0, 60).Where(number => number % 2 == 1).Select(number => $"lines[{number}]"));
        errors[0].GetProperty("message").GetString()!.ShouldStartWith("(A of c1)");
        (_, problem) = await Explode([Line("A", "", 1), Line("A", "b\u0000", 1), Line("A", new string('x', 201), 2e15)], [Wanted("A", "2026-01-01", -1)]);
        problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString())
            .ShouldBe(["lines[0].component", "lines[1].component", "lines[2].component", "lines[2].quantity", "demand[0].quantity"]);
    }

    [Theory]
    [InlineData("""{"client":"acme","lines":[{"parent":"a","component":"b","quantity":NaN}],"demand":[]}""", 400, "body-malformed")]
    [InlineData("""{"client":"acme","lines":[{"parent":"a","component":"b","quantity":"NaN"}],"demand":[]}""", 400, "body-malformed")]
    [InlineData("""{"client":"acme","lines":[{"parent":"a","component":"b","quantity":1e999}],"demand":[{"item":"a","date":"2026-01-01","quantity":1}]}""", 422, "value-refused")]
    [InlineData("""{"client":"acme","lines":[{"parent":"a","component":"b","quantity":1}],"demand":[{"item":"a","date":"2026-01-01","quantity":-1e999}]}""", 422, "value-refused")]
    [InlineData("""{"client":"acme","lines":[null],"demand":[{"item":"a","date":"2026-01-01","quantity":1}]}""", 422, "value-refused")]
    [InlineData("""{"client":"acme","lines":[{"parent":"a","component":"\ud800","quantity":1}],"demand":[{"item":"a","date":"2026-01-01","quantity":1}]}""", 400, "body-malformed")]
    [InlineData("""{"client":"acme","lines":null,"demand":[]}""", 422, "value-refused")]
    [InlineData("""{"client":"acme","lines":[],"demand":[]}""", 422, "value-refused")]
    [InlineData("""{"client":"acme","lines":[{"parent":"a","component":"b","quantity":1}],"demand":[{"item":"a","date":"2026-02-31","quantity":1}]}""", 400, "body-malformed")]
    [InlineData("""{"client":"acme","lines":[{"parent":"a","component":"b","quantity":1,"priority":99999999999}],"demand":[]}""", 400, "body-malformed")]
    [InlineData("""{"client":"acme","lines":[{"parent":"a","component":"b","quantity":1,"priority":-1}],"demand":[{"item":"a","date":"2026-01-01","quantity":1}]}""", 422, "value-refused")]
    [InlineData("""{"client":"acme","lines":[{"parent":"a","component":"b","quantity":1}],"demand":[{"item":"a","date":"0001-01-01","quantity":1},{"item":"a","date":"9999-12-31","quantity":1}]}""", 422, "value-refused")]
    [InlineData("""{"client":"acme","lines":[{"parent":"a","component":"b","quantity":1}],"demand":[{"item":"a","date":"2026-01-01","quantity":1}],"options":{"levels":0}}""", 422, "value-refused")]
    [InlineData("""{"client":"../acme","lines":[],"demand":[]}""", 404, "client-unknown")]
    [InlineData("""{"client":"nobody","lines":[],"demand":[]}""", 404, "client-unknown")]
    public async Task What_cannot_be_exploded_is_a_problem(string body, int status, string code) =>
        (await _site.Problem("POST", Path, _site.Admin, body, Token)).ShouldBe((status, code));

    [Fact]
    public async Task A_body_that_is_nested_deep_or_a_client_outside_the_scope_is_a_problem()
    {
        var deep = $"{{\"client\":\"acme\",\"lines\":{new string('[', 20_000)}{new string(']', 20_000)},\"demand\":[]}}";
        (await _site.Problem("POST", Path, _site.Admin, deep, Token)).ShouldBe((400, "body-malformed"));
        await _site.Register("other", Token);
        var key = await _site.Key("operator", Token, "other");
        (await _site.Problem("POST", Path, key, new { client = "acme", lines = Ramen, demand = Demand }, Token)).ShouldBe((404, "client-unknown"));
        (await _site.Problem("POST", Path, await _site.Key("reader", Token), new { client = "acme", lines = Ramen, demand = Demand }, Token))
            .ShouldBe((403, "role-missing"));
    }

    [Fact]
    public async Task More_than_is_exploded_at_once_needs_a_batch()
    {
        object[] many = [.. Enumerable.Range(0, 100_000).Select(number => Line("a", $"c{number}", 1))];
        (await _site.Problem("POST", Path, _site.Admin, new { client = "acme", lines = many, demand = Demand }, Token)).ShouldBe((422, "upload-needed"));
        (await _site.Problem("POST", Path, _site.Admin, new { client = "acme", lines = Ramen, demand = Demand }, Token, ("Prefer", "respond-async")))
            .ShouldBe((422, "upload-needed"));
        object[] wide = [.. Enumerable.Range(0, 5_000).Select(number => Wanted($"d{number}", number == 0 ? "2026-01-01" : "2030-01-01", 1))];
        (await _site.Problem("POST", Path, _site.Admin, new { client = "acme", lines = Ramen, demand = wide }, Token)).ShouldBe((422, "upload-needed"));
        object[] full = [.. Enumerable.Range(0, 9_999).Select(number => Line("a", $"c{number}", 1))];
        (await _site.Problem("POST", Path, _site.Admin, new { client = "acme", lines = full, demand = (object[])[Wanted("a", "2026-01-01", 1), Wanted("a", "2026-01-31", 1)] }, Token))
            .ShouldBe((422, "upload-needed"));
    }

    [Fact]
    public async Task Recipes_of_ten_thousand_levels_cycles_of_ten_thousand_lines_and_quantities_beyond_numbers_are_answered()
    {
        object[] chain = [.. Enumerable.Range(0, 10_000).Select(number => Line($"i{number}", $"i{number + 1}", 1))];
        var (response, answer) = await Explode(chain, [Wanted("i0", "2026-01-01", 1)], 10_000);
        ((int)response.StatusCode).ShouldBe(200, $"{answer}");
        answer.GetProperty("requirements").GetArrayLength().ShouldBe(10_001);
        (_, answer) = await Explode(chain, [Wanted("i0", "2026-01-01", 1)]);
        answer.GetProperty("summary").GetProperty("status").GetString().ShouldBe("truncated");
        object[] circles = [.. Enumerable.Range(0, 100).SelectMany(from => Enumerable.Range(0, 100).Where(to => to != from).Select(to => Line($"i{from}", $"i{to}", 1)))];
        (_, answer) = await Explode(circles, [Wanted("i0", "2026-01-01", 1)]);
        answer.GetProperty("code").GetString().ShouldBe("bom-cycle");
        object[] growing = [.. Enumerable.Range(0, 40).Select(number => Line($"i{number}", $"i{number + 1}", 1e15))];
        (response, answer) = await Explode(growing, [Wanted("i0", "2026-01-01", 1e15)], 100);
        ((int)response.StatusCode).ShouldBe(422, $"{answer}");
        answer.GetProperty("detail").GetString()!.ShouldContain("greater than a number can be");
        (response, answer) = await Explode([Line("a", "b", 1e15)], [Wanted("a", "2026-01-01", 1e15)], 5, [new { item = "b", lot_max = 1e-9, lot_multiple = 1e-9 }]);
        ((int)response.StatusCode).ShouldBe(200, $"{answer}");
    }

    [Fact]
    public async Task Codes_are_texts_whatever_they_look_like()
    {
        string[] codes = ["'; DROP TABLE x; --", "\"quoted\"", "=1+1", "../../etc/passwd", "a,b;c|d", "Ünïcode 🍜", "  spaced  ", "007", "null", "true"];
        var (response, answer) = await Explode([.. codes.Select(code => Line("dish", code, 1))], [Wanted("dish", "2026-01-01", 2)]);
        ((int)response.StatusCode).ShouldBe(200, $"{answer}");
        answer.GetProperty("requirements").EnumerateArray().Select(row => row.GetProperty("item").GetString()).ShouldBe([.. codes, "dish"], ignoreOrder: true);
    }

    private static object Line(string parent, string component, double quantity) => new { parent, component, quantity };

    private static object Wanted(string item, string date, double quantity) => new { item, date, quantity };

    private Task<(HttpResponseMessage Response, JsonElement Body)> Explode(object[] lines, object[] demand, int levels = 5, object[]? items = null) =>
        _site.Send("POST", Path, _site.Admin, new { client = "acme", lines, demand, items = items ?? [], options = new { levels } }, Token);

    private static void ShouldBe(SecretMagicRun run, JsonElement answer)
    {
        Rows(answer, "requirements").ShouldBe(Rows(run, "requirements", "item, site, date, kind, level, quantity, past_due"));
        Rows(answer, "coverage").ShouldBe(Rows(
            run, "coverage", "item, site, date, kind, level, gross, stock_used, planned, short, \"left\", days_of_cover, past_due, past_due_short"), ignoreOrder: true);
        using var written = JsonDocument.Parse(File.ReadAllText(run.PathOf("out/summary.json")));
        string[] own = ["fingerprint", "inputs"];
        string Said(JsonElement summary) => string.Join('\n', summary.EnumerateObject().Where(member => !own.Contains(member.Name))
            .Select(member => $"{member.Name} {JsonSerializer.Serialize(member.Value)}")).Replace(run.Folder + "/", "", StringComparison.Ordinal);
        Said(answer.GetProperty("summary")).ShouldBe(Said(written.RootElement));
        var shorts = answer.GetProperty("coverage").EnumerateArray().Select(row => row.GetProperty("short").GetDouble() > 0).ToArray();
        shorts.ShouldBe(shorts.OrderDescending());
    }

    private static string[] Rows(JsonElement answer, string table) =>
        [.. answer.GetProperty(table).EnumerateArray().Select(row => string.Join('|', row.EnumerateObject().Select(member => Text($"{member.Value}"))))];

    private static string[] Rows(SecretMagicRun run, string table, string columns) =>
        [.. run.Query($"SELECT {columns} FROM '{{out}}/out/{table}.parquet'").Select(row => string.Join('|', row.Select(Text)))];

    private static string Text(string cell) => cell.Length == 0 ? "null"
        : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new StringBuilder().Append(number.ToString("R", CultureInfo.InvariantCulture)).ToString()
        : cell;
}
