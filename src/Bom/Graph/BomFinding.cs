namespace SecretMagic.Bom;

/// <summary>Something wrong, or at least odd, in what was read.</summary>
/// <param name="Origin">The row in the source.</param>
/// <param name="Code">A stable name of the rule, such as <c>quantity</c> or <c>unit</c>.</param>
/// <param name="IsError">True when nothing can be computed until it is corrected.</param>
/// <param name="Message">What is wrong, where, and what to do.</param>
public sealed record BomFinding(int Origin, string Code, bool IsError, string Message)
{
    /// <summary>The input that <see cref="Origin"/> counts in.</summary>
    public BomSource Source { get; init; }

    /// <summary>The item it spoils, and with it everything made of the item; null where it is of no item alone.</summary>
    public string? Item { get; init; }

    /// <summary>True when it spoils how the item is made and nothing else: what takes the item from its stock is sound.</summary>
    public bool IsOfRecipe { get; init; }
}
