using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// Quantities into orders: at least the smallest, a multiple, at most the largest; what is more becomes several, the last one at least the
/// smallest again. Nothing but an order is ever rounded.
/// </summary>
internal static class LotRule
{
    /// <summary>Quantities that differ by less are the same: sums of doubles are not exact, and no order is made for their dust.</summary>
    internal const double Tolerance = 1e-9;

    /// <summary>The sum of the orders for a quantity; 0 for none.</summary>
    internal static double Total(BomItem item, double quantity)
    {
        if (quantity <= Tolerance) return 0;
        var largest = Largest(item);
        if (!(largest < double.PositiveInfinity)) return One(item, quantity);
        var full = Math.Floor(quantity / largest + Tolerance);
        var rest = quantity - full * largest;
        return full * largest + (rest > Tolerance ? One(item, rest) : 0);
    }

    internal static ImmutableArray<double> Orders(BomItem item, double quantity)
    {
        const int Most = 1 << 20;
        var orders = ImmutableArray.CreateBuilder<double>();
        var rest = quantity;
        while (rest > Tolerance && orders.Count < Most)
        {
            orders.Add(rest > Largest(item) + Tolerance ? Largest(item) : One(item, rest));
            rest -= orders[^1];
        }

        return orders.ToImmutable();
    }

    /// <summary>Rounds down to the multiple: what comes out beside the product is never more than it is.</summary>
    internal static double Down(BomItem? item, double quantity) =>
        item is { LotMultiple: > 0 } ? Math.Floor(quantity / item.LotMultiple + Tolerance) * item.LotMultiple : quantity;

    private static double One(BomItem item, double quantity)
    {
        quantity = Math.Max(quantity, item.LotMin);
        return item.LotMultiple > 0 ? Math.Ceiling(quantity / item.LotMultiple - Tolerance) * item.LotMultiple : quantity;
    }

    private static double Largest(BomItem item) => item.LotMax <= 0
        ? double.PositiveInfinity
        : item.LotMultiple > 0 ? Math.Floor(item.LotMax / item.LotMultiple + Tolerance) * item.LotMultiple : item.LotMax;
}
