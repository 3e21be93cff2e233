using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>Components of items that need each other: their cycles, what is suggested, what is computed beside them.</summary>
public sealed class ComponentTests
{
    [Fact]
    public void All_cycles_of_a_small_component_are_listed_once() => Prop.ForAll(AnyBom.Tangles.ToArbitrary(), lines =>
    {
        BomLine[] always = [.. lines.Select(line => line with { ValidFrom = null, ValidTo = null })];
        var expected = Elementary(always);
        var compiled = BomGraph.Compile(new BomBook { Lines = [.. always], MaxCycles = 100_000 });
        var listed = compiled.Components.SelectMany(part => part.Cycles).Select(cycle => cycle.ToString()).ToArray();
        listed.ShouldBe(expected, ignoreOrder: true);
        foreach (var part in compiled.Components)
        {
            part.IsTruncated.ShouldBeFalse();
            part.Cycles[0].Origins.Length.ShouldBe(part.Cycles.Min(cycle => cycle.Origins.Length));
            part.Members.Order(StringComparer.Ordinal).ShouldBe(part.Members);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_component_of_10_to_the_12_cycles_answers_with_as_many_as_are_asked_for()
    {
        BomLine[] lines = [.. from one in Enumerable.Range(0, 16) from other in Enumerable.Range(0, 16) where one != other select new BomLine($"i{one:00}", $"i{other:00}", 1)];
        var part = BomGraph.Compile(new BomBook { Lines = [.. lines], MaxCycles = 7 }).Components.ShouldHaveSingleItem();
        (part.Cycles.Length, part.IsTruncated, part.Cycles[0].ToString()).ShouldBe((7, true, "i00 -> i01 -> i00"));
        part.Cycles.Select(cycle => cycle.ToString()).ShouldBeUnique();
    }

    [Fact]
    public void The_line_on_most_cycles_is_suggested()
    {
        BomLine[] lines = [new("A", "B", 1) { Origin = 7 }, new("B", "C", 1), new("C", "A", 1), new("B", "D", 1), new("D", "A", 1)];
        BomGraph.Compile(lines, []).Components.ShouldHaveSingleItem().Suggestion.ShouldBe(new BomEdge("A", "B", 7));
    }

    [Fact]
    public void What_does_not_hang_on_a_cycle_is_computed()
    {
        BomLine[] lines =
        [
            new("dish", "sauce", 2), new("dish", "rice", 3), new("sauce", "stock", 1), new("stock", "sauce", 1), new("stock", "salt", 1), new("soup", "leek", 4),
        ];
        BomGraph.Compile(lines, []).Graph.ShouldBeNull();
        var compiled = BomGraph.Compile(new BomBook { Lines = [.. lines], Cycles = CycleDetection.Isolate });
        compiled.Graph!.Isolated.ShouldBe(["salt", "sauce", "stock"]);
        compiled.Cycles.ShouldHaveSingleItem().ToString().ShouldBe("sauce -> stock -> sauce");
        var values = Given.Exploded(compiled.Graph, Given.OneDay([("dish", 5), ("soup", 1)]), null, out var summary);
        values.ToDictionary(value => value.Key.Item, value => value.Value)
            .ShouldBe(new Dictionary<string, double> { ["dish"] = 5, ["rice"] = 15, ["soup"] = 1, ["leek"] = 4 }, ignoreOrder: true);
        (summary.Status, summary.Isolated.Length).ShouldBe((ExplosionStatus.Isolated, 3));
    }

    [Fact]
    public void Isolation_leaves_the_bits_of_everything_else() => Prop.ForAll(AnyBom.Tangles.ToArbitrary(), AnyBom.Demands.ToArbitrary(), (lines, demand) =>
    {
        var graph = BomGraph.Compile(new BomBook { Lines = [.. lines], Cycles = CycleDetection.Isolate }).Graph!;
        var without = Given.Graph(lines.Where(line => !graph.Isolated.Contains(line.Component)));
        var expected = Given.Exploded(without, demand).Where(value => !graph.Isolated.Contains(value.Key.Item) && value.Value != 0).ToDictionary();
        Given.Exploded(graph, demand).Where(value => !graph.Isolated.Contains(value.Key.Item) && value.Value != 0).ToDictionary().ShouldBe(expected, ignoreOrder: true);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Circles_of_transfers_are_cycles()
    {
        var compiled = BomGraph.Compile(new BomBook
        {
            Lines = [new BomLine("dish", "broth", 1)],
            Routes = [new BomRoute("broth", "north", "south", 1, 4), new BomRoute("broth", "south", "east", 0, 5), new BomRoute("broth", "east", "north", 0, 6)],
        });
        var cycle = compiled.Cycles.ShouldHaveSingleItem();
        cycle.ToString().ShouldBe("broth@east -> broth@north -> broth@south -> broth@east");
        cycle.Origins.ShouldBe([6, 4, 5]);
        compiled.Graph.ShouldBeNull();
    }

    [Fact]
    public void Alternates_of_which_one_needs_the_other_are_told()
    {
        var compiled = BomGraph.Compile(new BomBook
        {
            Lines =
            [
                new BomLine("P", "A", 1) { Group = "g", Priority = 1 }, new BomLine("P", "B", 1) { Group = "g", Priority = 2 }, new BomLine("A", "B", 1),
            ],
        });
        compiled.Findings.ShouldHaveSingleItem().Code.ShouldBe("family");
    }

    /// <summary>Every path through larger items back to where it began, by trying all.</summary>
    private static List<string> Elementary(BomLine[] lines)
    {
        var next = lines.GroupBy(line => line.Parent).ToDictionary(group => group.Key, group => group.Select(line => line.Component).Distinct().ToArray());
        var cycles = new List<string>();
        foreach (var root in next.Keys) Walk([root]);
        return cycles;

        void Walk(List<string> path)
        {
            foreach (var target in next.GetValueOrDefault(path[^1]) ?? [])
            {
                if (target == path[0]) cycles.Add(string.Join(" -> ", path.Append(target)));
                else if (string.CompareOrdinal(target, path[0]) > 0 && !path.Contains(target)) Walk([.. path, target]);
            }
        }
    }
}
