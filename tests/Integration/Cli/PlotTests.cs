using System.Xml.Linq;

namespace SecretMagic.Integration.Cli;

/// <summary><c>secretmagic plot</c> on a small result: what it draws, and what it answers when it cannot.</summary>
public sealed class PlotTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    /// <summary>Days 1, 2, 3, then one without a row, then 5 and 6; B has one day.</summary>
    private const string Sales = "series_id,timestamp,target,flag\nA,2020-01-01,1,0\nA,2020-01-02,2,1\nA,2020-01-03,3,1\nA,2020-01-05,5,0\nA,2020-01-06,6,1\n"
        + "B,2020-01-01,7,0\n";

    [Theory]
    [InlineData("parquet", "files")]
    [InlineData("csv", "files")]
    [InlineData("parquet", "autogluon")]
    [InlineData("csv", "autogluon")]
    public async Task Lines_are_cut_at_gaps_and_marks_are_bands(string format, string layout)
    {
        await Process(format, layout);
        (await Plot("--columns", "target,ma_2,lag_1", "--mark", "is_promo")).ShouldBe(0, _run.Errors);
        _run.Output.ShouldBe($"6 rows, 2020-01-01 to 2020-01-06: target (1 missing), ma_2, lag_1 (2 missing); chart: {_run.PathOf("a.svg")}\n");
        var svg = XDocument.Load(_run.PathOf("a.svg")).Root!;
        Groups(svg, "line").Select(Lengths).ShouldBe(["3 2", "6", "3 dot"]);
        Groups(svg, "mark").Single().Elements().Count().ShouldBe(2, "two runs of days with a promotion");
    }

    [Fact]
    public async Task A_range_holds_both_its_ends()
    {
        await Process("parquet");
        (await Plot("--columns", "target", "--right", "lag_1", "--from", "2020-01-02", "--to", "2020-01-05")).ShouldBe(0, _run.Errors);
        _run.Output.ShouldStartWith("4 rows, 2020-01-02 to 2020-01-05");
        Groups(XDocument.Load(_run.PathOf("a.svg")).Root!, "line").Select(Lengths).ShouldBe(["2 dot", "3"]);
    }

    [Fact]
    public async Task The_same_again_gives_the_same_bytes()
    {
        await Process("parquet");
        (await Plot("--columns", "target,ma_2", "--step", "--title", "A & B")).ShouldBe(0, _run.Errors);
        var first = File.ReadAllBytes(_run.PathOf("a.svg"));
        (await Plot("--columns", "target,ma_2", "--step", "--title", "A & B")).ShouldBe(0, _run.Errors);
        File.ReadAllBytes(_run.PathOf("a.svg")).ShouldBe(first);
        Directory.GetFiles(_run.Folder, "*.tmp").ShouldBeEmpty();
    }

    public static TheoryData<string[], string[]> Wrong { get; } = new()
    {
        { ["--columns", "taget"], ["--columns", "no column 'taget'", "Did you mean 'target'?"] },
        { ["--columns", "something"], ["It has target, ma_2, lag_1"] },
        { ["--columns", "timestamp"], ["'timestamp' holds no numbers"] },
        { ["--columns", ""], ["--columns", "names no column"] },
        { ["--mark", "ma_2"], ["--mark", "'ma_2' holds 1.5", "0 or 1"] },
        { ["--from", "2021-01-01"], ["--from, --to", "no rows of 'A'", "2020-01-01 to 2020-01-06"] },
        { ["--from", "01.02.2020"], ["--from", "'01.02.2020' is no day or time"] },
        { ["--from", "2020-01-03", "--to", "2020-01-02"], ["--to", "lies before"] },
        { ["--series", "a1"], ["--series", "'a1' is none of the 2 series"] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_mistake_is_answered_with_what_and_the_way_out(string[] arguments, string[] expected)
    {
        await Process("parquet");
        (await Plot(arguments)).ShouldBe(2);
        foreach (var text in expected) _run.Errors.ShouldContain(text);
        File.Exists(_run.PathOf("a.svg")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_without_a_result_and_a_file_that_is_no_chart_are_named()
    {
        await Process("parquet");
        (await _run.Run("plot", "-i", _run.PathOf("out"), "-s", "A", "-o", _run.PathOf("a.svg"))).ShouldBe(2);
        _run.Errors.ShouldContain($"Did you mean {_run.PathOf("out/features/test_v1")}?");
        (await _run.Run("plot", "-i", _run.PathOf("out/features/test_v1"), "-s", "A", "-o", _run.PathOf("sales.csv"))).ShouldBe(2);
        _run.Errors.ShouldContain("no .svg file");
        File.ReadAllText(_run.PathOf("sales.csv")).ShouldBe(Sales);
    }

    private static IEnumerable<XElement> Groups(XElement svg, string name) => svg.Elements().Where(element => (string?)element.Attribute("class") == name);

    private static string Lengths(XElement line) => string.Join(' ', line.Elements().Where(element => element.Name.LocalName is "polyline" or "circle")
        .Select(element => element.Name.LocalName == "circle" ? "dot" : $"{((string)element.Attribute("points")!).Split(' ').Length}"));

    private async Task Process(string format, string layout = "files")
    {
        _run.Write("sales.csv", Sales);
        _run.Write("sizes.csv", "series_id,size\nA,3\n");
        string[] more = layout == "files" ? [] : ["--layout", layout, "--horizon", "1"];
        (await _run.Run([
            "process", "--input", _run.PathOf("sales.csv"), "--static", _run.PathOf("sizes.csv"), "--output", _run.PathOf("out"), "--format", format,
            .. more, "--features",
            _run.Features("{ type: ma, windows: [2] }", "{ type: lag, lags: [1] }", "{ type: promo, flag: flag }", "{ type: static, columns: [size] }"),
        ])).ShouldBe(0, _run.Errors);
    }

    private Task<int> Plot(params string[] more) => _run.Run(
    [
        "plot", "--input", _run.PathOf("out/features/test_v1"), "--output", _run.PathOf("a.svg"),
        .. more.Contains("--series") ? more : [.. more, "--series", "A"],
    ]);
}
