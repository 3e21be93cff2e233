using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SecretMagic.House;

/// <summary>
/// What a document quotes is what stands in the file: a block behind <c>&lt;!-- from PATH --&gt;</c> is the whole file. After a change of the file, run the
/// tests with SECRETMAGIC_UPDATE_DOCS=1 once.
/// </summary>
public sealed partial class QuotedFileTests
{
    [Theory]
    [InlineData("TIME_SERIES.md", 2)]
    [InlineData("EXAMPLES.md", 3)]
    [InlineData("BOM_EXPLOSION.md", 6)]
    public void A_document_quotes_files_as_they_are(string name, int blocks)
    {
        var file = Path.Combine(HouseTests.Root, "docs", name);
        if (Environment.GetEnvironmentVariable("SECRETMAGIC_UPDATE_DOCS") == "1") File.WriteAllText(file, Quoted(File.ReadAllText(file)));
        var text = File.ReadAllText(file);
        Block().Count(text).ShouldBe(blocks);
        text.ShouldBe(Quoted(text));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/TIME_SERIES.md")]
    [InlineData("docs/EXAMPLES.md")]
    [InlineData("docs/BOM_EXPLOSION.md")]
    [InlineData("docs/ARCHITECTURE.md")]
    [InlineData("docs/DATABASE.md")]
    [InlineData("docs/DOCKER.md")]
    [InlineData("docs/CI_CD.md")]
    [InlineData("docs/RELEASE_PROCESS.md")]
    public void A_link_leads_to_a_file(string name)
    {
        var file = Path.Combine(HouseTests.Root, name);
        var links = Link().Matches(File.ReadAllText(file)).Select(link => link.Groups["path"].Value).Where(path => !path.Contains("://")).ToArray();
        links.ShouldNotBeEmpty();
        links.Where(path => !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, path))).ShouldBeEmpty();
    }

    [Fact]
    public void A_chart_in_the_documents_is_small_and_sound()
    {
        foreach (var chart in Directory.GetFiles(Path.Combine(HouseTests.Root, "docs", "examples"), "*.svg"))
        {
            new FileInfo(chart).Length.ShouldBeLessThan(40_000, chart);
            XDocument.Load(chart).Root!.Name.LocalName.ShouldBe("svg", chart);
        }
    }

    private static string Quoted(string text) => Block().Replace(
        text,
        block => $"{block.Groups["head"].Value}{File.ReadAllText(Path.Combine(HouseTests.Root, block.Groups["path"].Value)).TrimEnd()}\n```\n");

    [GeneratedRegex(@"(?<head><!-- from (?<path>\S+) -->\n```\w+\n)(?<body>.*?)\n?```\n", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?<path>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
