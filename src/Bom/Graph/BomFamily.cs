using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>Rows that are settled together: alternates of a need, co-products of a run.</summary>
/// <param name="Rows">The rows, in their order.</param>
/// <param name="Groups">The parents that take one or the other.</param>
/// <param name="Processes">Co-products by process: their rows, and the runs for one of each.</param>
internal sealed record BomFamily(int[] Rows, ImmutableArray<AlternateGroup> Groups, ImmutableArray<ImmutableArray<(int Row, double Runs)>> Processes)
{
    internal bool IsCoProduct(int row) => Processes.Any(process => process.Any(product => product.Row == row));

    /// <summary>The families of a graph by row; null for none.</summary>
    internal static Dictionary<int, BomFamily>? Of(int[] familyOfRow, IReadOnlyList<AlternateGroup> groups, LineTable lines)
    {
        var families = new Dictionary<int, BomFamily>();
        foreach (var rows in Enumerable.Range(0, familyOfRow.Length).GroupBy(row => familyOfRow[row]).Where(rows => rows.Count() > 1))
        {
            int[] members = [.. rows];
            var processes = Enumerable.Range(0, lines.Count)
                .Where(e => lines.KindOf(e).HasFlag(LineKind.Drive) && members.Contains(lines.Parent[e]))
                .GroupBy(e => lines.Child[e], e => (lines.Parent[e], lines.Factor[e]));
            var family = new BomFamily(
                members, [.. groups.Where(group => group.Members.Any(member => members.Contains(member.Item)))],
                [.. processes.Select(process => process.ToImmutableArray())]);
            foreach (var row in members) families.Add(row, family);
        }

        return families.Count == 0 ? null : families;
    }
}
