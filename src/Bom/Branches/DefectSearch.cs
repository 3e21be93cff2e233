using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>What a compilation refuses, laid at the doors of items.</summary>
internal static class DefectSearch
{
    /// <summary>More cycles of one component are not told.</summary>
    private const int MostCycles = 5;

    /// <summary>The defects of a compilation, each with the items where it is; nothing for what is of no item.</summary>
    internal static IEnumerable<Seed> Of(BomCompilation compiled)
    {
        var findings = compiled.Findings.Where(finding => finding is { IsError: true, Item: not null });
        foreach (var of in findings.GroupBy(finding => (finding.Item, finding.IsOfRecipe)))
        {
            ImmutableArray<BomFinding> told = [.. of];
            yield return new Seed(told[0].Code, string.Join('\n', told.Select(finding => finding.Message)), [of.Key.Item!], of.Key.IsOfRecipe)
            {
                Findings = told,
            };
        }

        // Isolated cycles are no defect: they were to be left out.
        foreach (var component in compiled.Book.Cycles == CycleDetection.Isolate ? [] : compiled.Components)
            yield return new Seed("cycle", Told(component), component.Members, IsOfRecipe: true);
        foreach (var circle in compiled.Cycles.Where(cycle => cycle.IsOfTransfers))
            yield return new Seed("cycle", $"BOM cycle: {circle}", [circle.Path[0][..circle.Path[0].LastIndexOf('@')]], IsOfRecipe: false);
    }

    private static string Told(BomCyclicComponent component)
    {
        var told = component.Cycles.Take(MostCycles).Select(cycle => $"BOM cycle: {cycle}");
        return string.Join('\n', component.Cycles.Length > MostCycles || component.IsTruncated ? told.Append("and more cycles of the same items") : told);
    }

    /// <summary>A defect where it is.</summary>
    /// <param name="Code">Its rule.</param>
    /// <param name="Reason">What is wrong.</param>
    /// <param name="Items">Where.</param>
    /// <param name="IsOfRecipe">True when the stock of the items can be taken nevertheless.</param>
    internal sealed record Seed(string Code, string Reason, ImmutableArray<string> Items, bool IsOfRecipe)
    {
        internal ImmutableArray<BomFinding> Findings { get; init; } = [];
    }
}
