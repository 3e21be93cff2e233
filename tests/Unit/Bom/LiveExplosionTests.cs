using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

public sealed class LiveExplosionTests
{
    private static Arbitrary<(BomLine[] Lines, BomItem[] Items, BomDemand Demand, int Line, int Tenths)> Any { get; } =
        (from lines in AnyBom.Recipes
         from items in AnyBom.Timed
         from demand in AnyBom.Demands
         from line in Gen.Choose(0, 1000)
         from tenths in Gen.Choose(0, 30)
         select (lines, items, demand, line, tenths)).ToArbitrary();

    [Fact]
    public void A_changed_line_gives_the_bits_of_a_full_run() => Prop.ForAll(Any, any =>
    {
        if (any.Lines.Length == 0) return;
        var changed = any.Lines[any.Line % any.Lines.Length];
        BomLine[] others = [.. any.Lines.Where(line => line.Parent != changed.Parent || line.Component != changed.Component)];
        BomLine[] instead = any.Tenths == 0 ? [] : [new BomLine(changed.Parent, changed.Component, any.Tenths / 10.0)];
        var graph = Given.Graph(any.Lines, any.Items);
        if (any.Lines.Any(line => line.Stop && line.Component == changed.Component) || graph.With(changed.Parent, changed.Component, instead) is not { } other) return;
        var full = Given.Graph([.. others, .. instead], any.Items);
        other.Version.ShouldBe(full.Version);
        using var live = new LiveExplosion(graph, any.Demand);
        live.Change(other);
        ShouldBeOf(live, full, any.Demand);
        live.Change(graph);
        ShouldBeOf(live, graph, any.Demand);
        Given.Exploded(other, any.Demand).ShouldBe(Given.Exploded(full, any.Demand), ignoreOrder: true);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_what_depends_on_the_line_is_computed()
    {
        BomLine[] lines = [.. Enumerable.Range(0, 100).SelectMany(dish => new[]
        {
            new BomLine($"D{dish}", $"S{dish}", 1), new BomLine($"S{dish}", $"M{dish}", 2), new BomLine($"S{dish}", "salt", 0.1),
        })];
        var graph = Given.Graph(lines);
        using var live = new LiveExplosion(graph, Given.OneDay(Enumerable.Range(0, 100).Select(dish => ($"D{dish}", 1.0))));
        live.Change(graph.With("D7", "S7", new BomLine("D7", "S7", 3))!).ShouldBe(3);
        live.Requirement("M7")[0].ShouldBe(6);
        live.Requirement("salt")[0].ShouldBe(10.2, 1e-12);
        live.Change(live.Graph).ShouldBe(0);
    }

    [Fact]
    public void A_change_of_levels_needs_a_compilation()
    {
        var graph = Given.Graph([new BomLine("A", "B", 1), new BomLine("B", "C", 1), new BomLine("X", "Y", 1)]);
        graph.With("A", "B").ShouldBeNull();
        graph.With("Y", "C", new BomLine("Y", "C", 1)).ShouldNotBeNull();
        graph.With("C", "Y", new BomLine("C", "Y", 1)).ShouldBeNull();
        graph.With("A", "new", new BomLine("A", "new", 1)).ShouldBeNull();
        Should.Throw<ArgumentException>(() => graph.With("A", "B", new BomLine("A", "B", double.NaN)));
    }

    [Fact]
    public void A_what_if_always_answers_and_says_what_a_compilation_would() => Prop.ForAll(Any, any =>
    {
        if (any.Lines.Length == 0) return;
        var compiled = BomGraph.Compile(any.Lines, any.Items);
        var (parent, component) = (any.Lines[any.Line % any.Lines.Length].Parent, AnyBom.Code(any.Line % (AnyBom.Items + 2)));
        BomLine[] instead = any.Tenths % 3 == 0 ? [] : [new BomLine(parent, component, any.Tenths / 10.0) { Stop = any.Tenths % 3 == 1 }];
        var other = compiled.With(parent, component, instead);
        var full = BomGraph.Compile([.. any.Lines.Where(line => line.Parent != parent || line.Component != component), .. instead], any.Items);
        other.Cycles.Select(cycle => cycle.ToString()).ShouldBe(full.Cycles.Select(cycle => cycle.ToString()));
        other.Findings.ShouldBe(full.Findings);
        (other.Graph?.Version).ShouldBe(full.Graph?.Version);
        if (full.Graph is null) return;
        using var live = new LiveExplosion(compiled.Graph!, any.Demand);
        live.Change(other.Graph!);
        ShouldBeOf(live, full.Graph, any.Demand);
        var back = other.With(parent, component, [.. any.Lines.Where(line => line.Parent == parent && line.Component == component)]);
        back.Graph!.Version.ShouldBe(compiled.Graph!.Version);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_what_if_that_changes_levels_or_adds_an_item_is_compiled_anew()
    {
        var compiled = BomGraph.Compile([new BomLine("A", "B", 1), new BomLine("B", "C", 1), new BomLine("X", "Y", 1)], []);
        Given.Required(compiled.With("A", "B").Graph!, ("A", 1)).Keys.ShouldBe(["A"]);
        Given.Required(compiled.With("A", "new", new BomLine("A", "new", 2)).Graph!, ("A", 1))["new"].ShouldBe(2);
        Given.Required(compiled.With("C", "X", new BomLine("C", "X", 3)).Graph!, ("A", 1))["Y"].ShouldBe(3);
        compiled.With("C", "A", new BomLine("C", "A", 1)).Cycles.Select(cycle => cycle.ToString()).ShouldBe(["A -> B -> C -> A"]);
        compiled.With("A", "B", new BomLine("A", "B", -1)).Findings.ShouldHaveSingleItem().IsError.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => compiled.With("A", "B", new BomLine("A", "C", 1)));
    }

    /// <summary>The golden case asks it of lines; another demand or another stock is a run of its own, so nothing of it is incremental.</summary>
    [Fact]
    public void No_more_is_computed_than_what_hangs_on_the_changed_line() => Prop.ForAll(Any, any =>
    {
        GoldenCase.Of("incremental-equals-full")["property"].GetString()!.ShouldContain("a subset of the descendants of the changed item");
        BomLine[] lines = [.. any.Lines.Where(line => !line.Stop)];
        if (lines.Length == 0) return;
        var (graph, changed) = (Given.Graph(lines, any.Items), lines[any.Line % lines.Length]);
        if (graph.With(changed.Parent, changed.Component, changed with { Quantity = changed.Quantity + 1 }) is not { } other) return;
        HashSet<string> below = [changed.Component];
        while (lines.Any(line => below.Contains(line.Parent) && below.Add(line.Component))) continue;
        using var live = new LiveExplosion(graph, any.Demand);
        live.Change(other).ShouldBeLessThanOrEqualTo(below.Count);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_version_is_of_the_content_and_not_of_its_order()
    {
        BomLine[] lines = [new("A", "B", 1), new("A", "C", 2), new("B", "C", 3)];
        Given.Graph(lines).Version.ShouldBe(Given.Graph(lines.Reverse()).Version);
        Given.Graph(lines).Version.ShouldNotBe(Given.Graph(lines[..2]).Version);
        Given.Graph(lines).Version.ShouldNotBe(Given.Graph([lines[0], lines[1], lines[2] with { Quantity = 4 }]).Version);
    }

    private static void ShouldBeOf(LiveExplosion live, BomGraph graph, BomDemand demand)
    {
        var expected = new Dictionary<(string, string), int>();
        new Explosion(graph, demand, Given.Deep).Run(row =>
        {
            if (row.Kind == SupplyKind.FromStock) return;
            live.Requirement(row.Item, row.Site).ToArray().ShouldBe(row.Quantities.ToArray(), $"{row.Item} at {row.Site}");
            live.PastDue(row.Item, row.Site).ShouldBe(row.PastDue);
            expected.Add((row.Item, row.Site), 0);
        });
        foreach (var item in Enumerable.Range(0, AnyBom.Items).Select(AnyBom.Code))
            foreach (var site in new[] { "s0", "s1", "s2", "s3", "k0", "k1" })
                if (!expected.ContainsKey((item, site)) && graph.Rows.Any(row => row.Code == item && !row.IsTwin && !row.IsPhantom))
                    live.Requirement(item, site).ContainsAnyExcept(0.0).ShouldBeFalse($"{item} at {site}: {string.Join(" ", live.Requirement(item, site).ToArray())}");
    }
}
