using System.Text.Json;

namespace SecretMagic.Integration.Cli;

/// <summary><c>secretmagic bom allocate</c>: a stock that is not enough for all, shared by a policy.</summary>
public sealed class AllocationTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    /// <summary>docs/BOM_EXPLOSION.md prints this table.</summary>
    [Theory]
    [InlineData("priority", "| priority | 40 | 20 | 30 | 10 |")]
    [InlineData("proportional", "| proportional | 28.571429 | 42.857143 | 30 | 10 |")]
    [InlineData("fair", "| fair | 33.333333 | 33.333333 | 30 | 10 |")]
    public async Task The_documented_sharing_of_salmon_is_what_comes_out(string policy, string row)
    {
        File.ReadAllText(Path.Combine(SecretMagicRun.Checkout, "docs", "BOM_EXPLOSION.md")).ShouldContain(row);
        string Example(string name) => Path.Combine(SecretMagicRun.Checkout, "docs", "examples", "sharing", name);
        string[] allocate =
            ["bom", "allocate", "--bom", Example("bom.csv"), "--demand", Example("demand.csv"), "--stock", Example("stock.csv"), "--policy", policy];
        (await _run.Run([.. allocate, "--json"])).ShouldBe(0, _run.Errors);
        var answer = JsonDocument.Parse(_run.Output).RootElement;
        var salmon = answer.GetProperty("scarce").EnumerateArray().ShouldHaveSingleItem();
        (salmon.GetProperty("item").GetString(), salmon.GetProperty("stock").GetDouble()).ShouldBe(("salmon", 10));
        salmon.GetProperty("need").GetDouble().ShouldBe(14, 1e-12);
        var shares = answer.GetProperty("shares").EnumerateArray().Select(share => share.GetProperty("quantity").GetDouble());
        string.Join(" | ", shares.Append(salmon.GetProperty("used").GetDouble()).Select(value => Math.Round(value, 6))).ShouldBe(row[(policy.Length + 5)..^2]);
        (await _run.Run(allocate)).ShouldBe(0, _run.Errors);
        _run.Output.ShouldMatch(@"salmon\s+14\s+10\s+10");
        _run.Output.ShouldContain($"{policy} on 2026-01-02: ");
    }

    [Fact]
    public async Task A_stock_is_shared_at_one_site_on_one_day_with_the_first_item_of_the_file_first()
    {
        _run.Write("demand.csv", "item,date,quantity,site\nstew,2026-01-01,9,north\nsoup,2026-01-02,4,north\nstew,2026-01-02,9,north\nsoup,2026-01-02,9,south\n");
        _run.Write("stock.csv", "item,quantity,site,date\nbones,10,north,\nbones,10,south,\nbones,10,north,2026-01-02\n");
        const string Book = "parent,component,quantity\nsoup,bones,1\nstew,bones,2\n";
        string[] files = ["--demand", _run.PathOf("demand.csv"), "--stock", _run.PathOf("stock.csv"), "--policy", "priority"];
        (await Ask("allocate", Book, [.. files, "--site", "north", "--on", "2026-01-02", "--json"])).ShouldBe(0, _run.Errors);
        JsonDocument.Parse(_run.Output).RootElement.GetProperty("shares").EnumerateArray()
            .Select(share => $"{share.GetProperty("item").GetString()} {share.GetProperty("quantity").GetDouble()} {share.GetProperty("whole").GetDouble()}")
            .ShouldBe(["stew 5 5", "soup 0 0"]);
        (await Ask("allocate", Book, [.. files, "--on", "2026-01-02"])).ShouldBe(2);
        _run.Errors.ShouldContain("--site: nothing is demanded on 2026-01-02 without a site");
        _run.Errors.ShouldContain("its sites are north, south");
        (await Ask("allocate", Book, [.. files, "--site", "south"])).ShouldBe(2);
        _run.Errors.ShouldContain("--on: nothing is demanded on 2026-01-01 at south; the demand reaches from 2026-01-01 to 2026-01-02");
        (await Ask("allocate", Book, [.. files[..^1], "first"])).ShouldBe(2);
    }

    private Task<int> Ask(string question, string bom, params string[] more) => _run.Run(["bom", question, "--bom", _run.Write("bom.csv", bom), .. more]);
}
