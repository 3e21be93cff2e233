namespace SecretMagic.Bom;

/// <summary>
/// A line of a recipe: <paramref name="Quantity"/> of a component for <see cref="Per"/> units of the parent. What the parent's planned
/// quantity q needs of the component on a day is <c>q / Per * Quantity * Pieces * (1 + Scrap) / Yield + Fixed</c>, the fixed part only
/// where q &gt; 0.
/// </summary>
/// <param name="Parent">The item that is made.</param>
/// <param name="Component">The item it is made of.</param>
/// <param name="Quantity">How much of the component, in <see cref="Unit"/>; finite, not negative.</param>
public readonly record struct BomLine(string Parent, string Component, double Quantity)
{
    /// <summary>The parent's quantity that <see cref="Quantity"/> is for; positive.</summary>
    public double Per { get; init; } = 1;

    /// <summary>How many pieces of <see cref="Quantity"/> each; not negative.</summary>
    public double Pieces { get; init; } = 1;

    /// <summary>What is lost on top, as a fraction of what is used: 0.1 for 10 %. In (-1, 1]; negative is salvage.</summary>
    public double Scrap { get; init; }

    /// <summary>The usable fraction of the component, in (0, 1].</summary>
    public double Yield { get; init; } = 1;

    /// <summary>A quantity for each day on which the parent is made, however much of it; not negative.</summary>
    public double Fixed { get; init; }

    /// <summary>The unit of <see cref="Quantity"/> and <see cref="Fixed"/>; null where the source names none.</summary>
    public string? Unit { get; init; }

    /// <summary>The first day on which the line holds, by the day of consumption; null for always.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The first day on which the line holds no more; null for never.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>The site at which the parent is produced; null when it is produced wherever it is needed.</summary>
    public string? ProducedAt { get; init; }

    /// <summary>
    /// True when the component is taken from stock and not exploded: a starter that is made with some of itself. Such a line closes no
    /// cycle.
    /// </summary>
    public bool Stop { get; init; }

    /// <summary>The line's number in its source, for messages.</summary>
    public int Origin { get; init; }
}
