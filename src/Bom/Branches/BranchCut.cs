namespace SecretMagic.Bom;

/// <summary>
/// Which rows belong together: those between which a line leads, that are settled together, or that use one stock. Whatever an explosion computes of a row
/// depends on rows of the same set alone.
/// </summary>
internal sealed class BranchCut
{
    private readonly int[] _above;

    private BranchCut(int rows)
    {
        _above = new int[rows];
        for (var row = 0; row < rows; row++) _above[row] = row;
    }

    /// <summary>
    /// Numbers the branches of a plan: sets that are large alone, smaller ones together, in the order of the smallest code of each; -1 for rows that
    /// nobody asks for. It depends on the book, the demand and the stock, and not on threads.
    /// </summary>
    /// <param name="plan">The plan of the whole.</param>
    /// <param name="isWanted">Rows of which something is demanded or in stock.</param>
    /// <param name="least">Rows and lines from which on a branch is not added to.</param>
    internal static (int[] BranchOf, int Branches) Of(ExplosionPlan plan, bool[] isWanted, int least)
    {
        var cut = new BranchCut(plan.Rows);
        for (var row = 0; row < plan.Graph.Rows.Length; row++)
        {
            var (lines, first, end) = plan.Graph.LinesOf(row);
            for (var e = first; e < end; e++) cut.Join(row, lines.Parent[e]);
            if (plan.Graph.Rows[row].IsTwin) cut.Join(row, plan.Graph.Rows[row].TwinOf);
            if (plan.Graph.FamilyOf(row) is { } family) cut.Join(row, family.Rows[0]);
        }

        return cut.Number(plan, isWanted, least);
    }

    private (int[] BranchOf, int Branches) Number(ExplosionPlan plan, bool[] isWanted, int least)
    {
        var sets = new Dictionary<int, (string Least, long Weight, bool IsWanted)>();
        for (var row = 0; row < plan.Rows; row++)
        {
            var (lines, code) = (row < plan.Graph.Rows.Length ? plan.Graph.Start[row + 1] - plan.Graph.Start[row] : 0, plan.Item(row).Code);
            var set = sets.GetValueOrDefault(Top(row), (code, 0, false));
            sets[Top(row)] = (string.CompareOrdinal(code, set.Least) < 0 ? code : set.Least, set.Weight + 1 + lines, set.IsWanted || isWanted[row]);
        }

        var branchOf = new Dictionary<int, int>();
        var (branches, weight) = (0, (long)least);
        foreach (var (top, set) in sets.Where(set => set.Value.IsWanted).OrderBy(set => set.Value.Least, StringComparer.Ordinal))
        {
            if (weight >= least || weight + set.Weight > 2L * least) (branches, weight) = (branches + 1, 0);
            weight += set.Weight;
            branchOf.Add(top, branches - 1);
        }

        var numbers = new int[plan.Rows];
        for (var row = 0; row < numbers.Length; row++) numbers[row] = branchOf.GetValueOrDefault(Top(row), -1);
        return (numbers, branches);
    }

    private int Top(int row)
    {
        while (_above[row] != row) row = _above[row] = _above[_above[row]];
        return row;
    }

    private void Join(int one, int other)
    {
        (one, other) = (Top(one), Top(other));
        if (one != other) _above[Math.Max(one, other)] = Math.Min(one, other);
    }
}
