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

    /// <summary>The types, each with its own keys; keys that most types of history share stand once.</summary>
    private static string Catalog()
    {
        var shared = FeatureCatalog.All.SelectMany(type => type.Parameters.Select(Row)).GroupBy(row => row).Where(rows => rows.Count() >= 4)
            .Select(rows => rows.Key).ToHashSet();
        var text = new StringBuilder("\nKeys that several types have:\n\n").Append(Table(
            FeatureCatalog.All.SelectMany(type => type.Parameters.Select(Row)).Distinct().Where(shared.Contains)));
        foreach (var type in FeatureCatalog.All)
        {
            text.Append($"\n### {type.Name}\n\n{type.Summary} Kind: {type.Kind.ToString().ToLowerInvariant()}. ")
                .Append($"Columns: {string.Join(", ", type.Names.Select(name => $"`{name}`"))}.\n\n")
                .Append($"- Value: {type.Formula}\n- Missing: {type.NanMeaning}\n- Cost: {type.Cost}\n- Example: {type.Example}\n");
            var common = type.Parameters.Where(parameter => shared.Contains(Row(parameter))).Select(parameter => parameter.Key).ToArray();
            if (common.Length > 0) text.Append($"- Shared keys: {string.Join(", ", common)}\n");
            var own = type.Parameters.Select(Row).Where(row => !shared.Contains(row)).ToArray();
            if (own.Length > 0) text.Append('\n').Append(Table(own));
        }

        return text.ToString();
    }

    private static string Row(FeatureParameter parameter) =>
        $"| {parameter.Key} | {parameter.Range} | {parameter.Preset ?? "must be given"} | {parameter.Meaning} |\n";

    private static string Table(IEnumerable<string> rows) => "| key | values | default | meaning |\n| --- | --- | --- | --- |\n" + string.Concat(rows);
}
