using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// Exact conversions between units, for readers of demand, stock and prices: those of weight and volume (mg, g, kg, t, ml, cl, dl, l, mm,
/// cm, m) and one's own. Chains are followed; only the last result is rounded, once.
/// </summary>
public sealed class BomUnits
{
    private readonly UnitTable _table;

    /// <summary>Takes the conversions; what is wrong with them is in <see cref="Findings"/>.</summary>
    public BomUnits(IEnumerable<BomConversion> conversions)
    {
        var findings = new List<BomFinding>();
        _table = new UnitTable(conversions, findings);
        Findings = [.. findings];
    }

    /// <summary>Conversions that are no quantity or contradict others.</summary>
    public ImmutableArray<BomFinding> Findings { get; }

    /// <summary>How many <paramref name="to"/> one <paramref name="from"/> of the item is; null where no conversions lead there.</summary>
    public double? Factor(string item, string from, string to) => _table.Factor(item, from, to);
}
