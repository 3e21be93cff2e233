using SecretMagic.Domain.Clients;

namespace SecretMagic.Unit.Domain;

/// <summary>What differs between two configurations.</summary>
public sealed class ConfigDiffTests
{
    private static readonly string[] Documents =
    [
        "{}", """{"a":1}""", """{"a":1.0}""", """{"a":null}""", """{"a":{"b":1}}""", """{"a":{"b":2,"c":[1]}}""", """{"a":[1,2]}""", """{"a":[2,1]}""",
        """{"a":[{"b":1},{"b":2}]}""", """{"a":[{"b":1},{"b":3}]}""", """{"a":[{"b":1}]}""", """{"b":1}""",
    ];

    [Fact]
    public void Nothing_differs_exactly_when_the_configurations_are_equal()
    {
        foreach (var first in Documents)
        {
            foreach (var second in Documents)
                ConfigDiff.Between(ConfigDocument.Parse(first), ConfigDocument.Parse(second)).IsEmpty.ShouldBe(first == second, $"{first} {second}");
        }
    }

    [Fact]
    public void The_other_way_round_before_and_after_change_places()
    {
        foreach (var first in Documents.Select(ConfigDocument.Parse))
        {
            foreach (var second in Documents.Select(ConfigDocument.Parse))
                ConfigDiff.Between(second, first).ShouldBe(ConfigDiff.Between(first, second).Select(diff => new ConfigDiff(diff.Path, diff.After, diff.Before)));
        }
    }

    [Theory]
    [InlineData("""{"z":1,"a":1}""", """{"a":2,"z":1}""", "a: 1 2")]
    [InlineData("""{"a":{"b":{"c":true}}}""", """{"a":{"b":{"c":false,"d":[]}}}""", "a.b.c: true false; a.b.d:  []")]
    [InlineData("""{"spans":[7,14]}""", """{"spans":[7,28,30]}""", "spans: [7,14] [7,28,30]")]
    [InlineData("""{"a":[{"b":1},{"b":2}]}""", """{"a":[{"b":1},{"b":3}]}""", "a[1].b: 2 3")]
    [InlineData("""{"a":[{"b":1}]}""", """{"a":[{"b":1},{"b":3}]}""", """a: [{"b":1}] [{"b":1},{"b":3}]""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[1]}""", """a: {"b":1} [1]""")]
    [InlineData("""{"a":null}""", "{}", "a: null ")]
    public void Each_value_that_differs_is_named_by_its_path(string first, string second, string expected) =>
        string.Join("; ", ConfigDiff.Between(ConfigDocument.Parse(first), ConfigDocument.Parse(second)).Select(diff => $"{diff.Path}: {diff.Before} {diff.After}"))
            .ShouldBe(expected);
}
