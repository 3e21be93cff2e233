namespace SecretMagic.Bom;

/// <summary>What is known of an item beyond its lines. Items without an entry have the defaults.</summary>
/// <param name="Code">The code by which lines, demand and stock name the item.</param>
public sealed record BomItem(string Code)
{
    /// <summary>The name people know.</summary>
    public string? Name { get; init; }

    /// <summary>The unit in which the item is counted.</summary>
    public string? Unit { get; init; }

    /// <summary>What is lost while the item is made: the planned quantity is the needed one times (1 + Scrap). In (-1, 1].</summary>
    public double Scrap { get; init; }

    /// <summary>The usable fraction of what is made, in (0, 1]: the planned quantity is the needed one divided by it.</summary>
    public double Yield { get; init; } = 1;

    /// <summary>The site at which the item is produced; null when it is produced wherever it is needed.</summary>
    public string? ProducedAt { get; init; }

    /// <summary>True for an item that only groups its components: it is exploded, and has no requirement and no stock of its own.</summary>
    public bool Phantom { get; init; }

    /// <summary>The item's number in its source, for messages.</summary>
    public int Origin { get; init; }
}
