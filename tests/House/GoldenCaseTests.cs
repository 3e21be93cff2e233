using System.Text.Json;
using System.Text.RegularExpressions;

namespace SecretMagic.House;

/// <summary>No known answer lies in the drawer: each case of golden/bom/cases.json is read by a test.</summary>
public sealed partial class GoldenCaseTests
{
    /// <summary>A test reads a case by its id, all cases of a kind whose lines stand in the file, or all whose id begins in one way.</summary>
    [Fact]
    public void Every_golden_case_of_recipes_is_read_by_a_test()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(HouseTests.Root, "tests", "golden", "bom", "cases.json")));
        var cases = document.RootElement.GetProperty("cases").EnumerateArray().ToArray();
        cases.Length.ShouldBe(64);
        var tests = string.Concat(new[] { "Unit/Bom", "Integration/Cli" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(HouseTests.Root, "tests", folder), "*Tests.cs")).Select(File.ReadAllText));
        var kinds = Kind().Matches(tests).Select(match => match.Groups["name"].Value).ToHashSet();
        var families = Family().Matches(tests).Select(match => match.Groups["name"].Value).ToArray();
        cases.Where(golden => !IsRead(golden)).Select(Id).ShouldBeEmpty("these are read by no test");
        cases.Select(Id).ShouldBeUnique();

        bool IsRead(JsonElement golden) => tests.Contains($"\"{Id(golden)}\"", StringComparison.Ordinal)
            || (golden.TryGetProperty("lines", out _) && kinds.Contains(golden.GetProperty("kind").GetString()!))
            || families.Any(family => Id(golden).StartsWith(family, StringComparison.Ordinal));
    }

    private static string Id(JsonElement golden) => golden.GetProperty("id").GetString()!;

    [GeneratedRegex(@"GoldenCase\.OfKind\(""(?<name>\w+)""\)\.Where\(golden => golden\.Has\(""lines""\)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kind();

    [GeneratedRegex(@"\[\.\. Cases\(""(?<name>[\w-]+)""\)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Family();
}
