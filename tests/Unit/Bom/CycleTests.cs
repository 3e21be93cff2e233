using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

public sealed class CycleTests
{
    [Fact]
    public void A_reported_cycle_is_a_closed_path_of_lines_that_hold_together() => Prop.ForAll(AnyBom.Tangles.ToArbitrary(), lines =>
    {
        foreach (var cycle in BomGraph.Compile(lines, []).Cycles)
        {
            cycle.Path[0].ShouldBe(cycle.Path[^1]);
            cycle.Path[0].ShouldBe(cycle.Path.Order(StringComparer.Ordinal).First());
            cycle.Path[..^1].ShouldBeUnique();
            for (var edge = 0; edge < cycle.Origins.Length; edge++)
            {
                var line = lines[cycle.Origins[edge] - 1];
                (line.Parent, line.Component).ShouldBe((cycle.Path[edge], cycle.Path[edge + 1]));
                (line.ValidFrom is null || line.ValidFrom <= cycle.FirstDay).ShouldBeTrue();
                (line.ValidTo is null || line.ValidTo > cycle.LastDay).ShouldBeTrue();
            }

            (cycle.FirstDay is null || cycle.LastDay is null || cycle.FirstDay <= cycle.LastDay).ShouldBeTrue();
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cycles_are_reported_exactly_when_some_day_has_one() => Prop.ForAll(AnyBom.Tangles.ToArbitrary(), lines =>
    {
        var cyclic = Enumerable.Range(-6, AnyBom.Days + 12).Any(day => ShortestOn(lines, Given.Monday.AddDays(day)) < int.MaxValue);
        var compiled = BomGraph.Compile(lines, []);
        compiled.Cycles.IsEmpty.ShouldBe(!cyclic);
        (compiled.Graph is null).ShouldBe(cyclic);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_shortest_cycle_of_each_component_is_reported() => Prop.ForAll(AnyBom.Tangles.ToArbitrary(), lines =>
    {
        BomLine[] always = [.. lines.Select(line => line with { ValidFrom = null, ValidTo = null })];
        var cycles = BomGraph.Compile(always, []).Cycles;
        if (cycles.IsEmpty) return;
        foreach (var cycle in cycles)
        {
            var component = always.Select(line => line.Parent).Distinct()
                .Where(code => Reaches(code, cycle.Path[0]) && Reaches(cycle.Path[0], code));
            cycle.Origins.Length.ShouldBe(component.Min(code => Return(always, code)));
        }

        // Every item on some cycle is in the component of one that is reported, and no two of them are in the same.
        foreach (var code in always.Select(line => line.Parent).Distinct().Where(code => Return(always, code) < int.MaxValue))
            cycles.Count(cycle => Reaches(code, cycle.Path[0]) && Reaches(cycle.Path[0], code)).ShouldBe(1);

        bool Reaches(string from, string to)
        {
            HashSet<string> reached = [from];
            while (always.Any(line => reached.Contains(line.Parent) && reached.Add(line.Component))) continue;
            return reached.Contains(to);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_ring_of_100_000_items_is_one_cycle()
    {
        BomLine[] lines = [.. Enumerable.Range(0, 100_000).Select(item => new BomLine($"N{item}", $"N{(item + 1) % 100_000}", 1))];
        BomGraph.Compile(lines, []).Cycles.ShouldHaveSingleItem().Origins.Length.ShouldBe(100_000);
    }

    [Fact]
    public void The_exception_names_every_cycle()
    {
        BomLine[] lines = [new("C", "A", 1), new("B", "C", 1), new("A", "B", 1), new("Z", "Z", 1)];
        var thrown = Should.Throw<BomCyclicDependencyException>(BomGraph.Compile(lines, []).ThrowIfCyclic);
        thrown.Message.ShouldBe("BOM cycle: A -> B -> C -> A\nBOM cycle: Z -> Z");
        thrown.Cycles.Length.ShouldBe(2);
    }

    private static int ShortestOn(BomLine[] lines, DateOnly day)
    {
        BomLine[] effective = [.. lines.Where(line => !(day < line.ValidFrom) && !(day >= line.ValidTo))];
        return effective.Select(line => line.Parent).Distinct().Select(code => Return(effective, code)).DefaultIfEmpty(int.MaxValue).Min();
    }

    /// <summary>The fewest lines from an item back to itself.</summary>
    private static int Return(BomLine[] lines, string start)
    {
        var reached = new HashSet<string>();
        HashSet<string> front = [start];
        for (var steps = 1; front.Count > 0; steps++)
        {
            front = [.. lines.Where(line => front.Contains(line.Parent)).Select(line => line.Component).Where(reached.Add)];
            if (front.Contains(start)) return steps;
        }

        return int.MaxValue;
    }
}
