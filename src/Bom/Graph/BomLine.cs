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

    /// <summary>
    /// The unit of <see cref="Quantity"/> and <see cref="Fixed"/>, converted to the component's; null for the component's own.
    /// </summary>
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

    /// <summary>True when the line needs nothing for what is lost of the parent while it is made: <see cref="BomItem.Scrap"/> and
    /// <see cref="BomItem.Yield"/> of the parent do not enter.</summary>
    public bool IgnoresParentLoss { get; init; }

    /// <summary>True for what is listed and required, but never limits how much can be built.</summary>
    public bool Consumable { get; init; }

    /// <summary>
    /// Lines of one parent and group are alternates: an explosion uses the first by <see cref="Priority"/> that holds on the day; coverage
    /// uses the stock of the first, then of the next, and requires the rest of the first. Null for a line without alternates.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>The order among alternates, smallest first.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// The tech card that the line belongs to; a parent may have one card only on each day at each site. Null where lines stand for
    /// themselves.
    /// </summary>
    public string? Chart { get; init; }

    /// <summary>The sites at which the line holds; null for all.</summary>
    public IReadOnlyList<string>? OnlyAt { get; init; }

    /// <summary>The sites at which it does not hold; null for none.</summary>
    public IReadOnlyList<string>? NotAt { get; init; }

    /// <summary>
    /// The weight of <see cref="Quantity"/> after cold processing, in the same unit; checked, never used: the gross quantity is what is
    /// consumed. NaN where the card does not say.
    /// </summary>
    public double NetWeight { get; init; } = double.NaN;

    /// <summary>The weight after cooking, in the same unit; checked, never used. NaN where the card does not say.</summary>
    public double OutputWeight { get; init; } = double.NaN;

    /// <summary>The line's number in its source, for messages.</summary>
    public int Origin { get; init; }

    /// <summary>The fraction lost in cold processing, 1 - net / gross; NaN where the card does not say.</summary>
    public double ColdLoss => 1 - NetWeight / Quantity;

    /// <summary>The fraction lost in cooking, 1 - output / net; NaN where the card does not say, negative where weight is gained.</summary>
    public double CookingLoss => 1 - OutputWeight / NetWeight;
}
