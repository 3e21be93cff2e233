using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>What is known of an item beyond its lines. Items without an entry have the defaults.</summary>
/// <param name="Code">The code by which lines, demand and stock name the item.</param>
public sealed record BomItem(string Code)
{
    /// <summary>The name people know.</summary>
    public string? Name { get; init; }

    /// <summary>The unit in which the item is counted; lines in other units are converted to it.</summary>
    public string? Unit { get; init; }

    /// <summary>What is lost while the item is made: the planned quantity is the needed one times (1 + Scrap). In (-1, 1].</summary>
    public double Scrap { get; init; }

    /// <summary>The usable fraction of what is made, in (0, 1]: the planned quantity is the needed one divided by it.</summary>
    public double Yield { get; init; } = 1;

    /// <summary>The site at which the item is produced; null when it is produced wherever it is needed.</summary>
    public string? ProducedAt { get; init; }

    /// <summary>True for an item that only groups its components: it is exploded, and has no requirement and no stock of its own.</summary>
    public bool Phantom { get; init; }

    /// <summary>
    /// Days from needing its components to having it: the components of what is needed on day d are needed on d - LeadDays. 0 to 3660.
    /// </summary>
    public int LeadDays { get; init; }

    /// <summary>Days from its site of production to where it is needed; only with a site of production. 0 to 3660.</summary>
    public int TransferDays { get; init; }

    /// <summary>The smallest order; 0 for none.</summary>
    public double LotMin { get; init; }

    /// <summary>Orders are multiples of it, 1 for an item that is whole; 0 for any quantity.</summary>
    public double LotMultiple { get; init; }

    /// <summary>The largest order, more is several orders; 0 for no limit.</summary>
    public double LotMax { get; init; }

    /// <summary>An order is for that many days, its own included; 1 for each day alone.</summary>
    public int LotDays { get; init; } = 1;

    /// <summary>
    /// The stock that is kept: ordered first, on the first day where the site's stock is given (be it 0), else from the first need on.
    /// </summary>
    public double SafetyStock { get; init; }

    /// <summary>The item's number in its source, for messages.</summary>
    public int Origin { get; init; }

    /// <summary>
    /// A quantity as orders: at least <see cref="LotMin"/>, multiples of <see cref="LotMultiple"/>, at most <see cref="LotMax"/>; what is more
    /// becomes several, the last at least the smallest again (140 with 50 and 100 is 100 and 50).
    /// </summary>
    public ImmutableArray<double> Orders(double quantity) => LotRule.Orders(this, quantity);
}
