using System.Text;
using SecretMagic.Features;

namespace SecretMagic.House;

/// <summary>
/// docs/FEATURE_ENGINEERING.md says of every feature type what the catalog says: the part behind the marker is made from it. After a change of the
/// catalog, run the tests with SECRETMAGIC_UPDATE_DOCS=1 once.
/// </summary>
public sealed class FeatureDocumentTests
{
    private const string Marker = "<!-- from the catalog -->\n";

    [Fact]
    public void The_document_says_what_the_catalog_says()
    {
        var file = Path.Combine(HouseTests.Root, "docs", "FEATURE_ENGINEERING.md");
        var text = File.ReadAllText(file);
        var head = text[..(text.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)];
        var expected = head + Catalog();
        if (Environment.GetEnvironmentVariable("SECRETMAGIC_UPDATE_DOCS") == "1") File.WriteAllText(file, expected);
        text = File.ReadAllText(file);
        text.ShouldBe(expected);
    }

    private static string Catalog()
    {
        var text = new StringBuilder();
        foreach (var type in FeatureCatalog.All)
        {
            text.Append($"\n### {type.Name}\n\n{type.Summary} Kind: {type.Kind.ToString().ToLowerInvariant()}. ")
                .Append($"Columns: {string.Join(", ", type.Names.Select(name => $"`{name}`"))}.\n\n")
                .Append($"- Value: {type.Formula}\n- Missing: {type.NanMeaning}\n\n| key | values | default | meaning |\n| --- | --- | --- | --- |\n");
            foreach (var parameter in type.Parameters)
                text.Append($"| {parameter.Key} | {parameter.Range} | {parameter.Preset ?? "must be given"} | {parameter.Meaning} |\n".Replace(" | | ", " |  | "));
        }

        return text.ToString();
    }
}
