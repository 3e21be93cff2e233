using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>Something in the recipes that stays wrong however often it is tried, and whom it costs.</summary>
/// <param name="Code">A stable name of the rule: that of the finding, <c>cycle</c> or <c>too-deep</c>.</param>
/// <param name="Reason">What is wrong, with every cycle named whole.</param>
/// <param name="Items">The items that cannot be exploded because of it: where it is, and everything made of that; by code.</param>
/// <param name="LeftOut">What is demanded of them, by code.</param>
public sealed record BomDefect(string Code, string Reason, ImmutableArray<string> Items, ImmutableArray<BomLeftOut> LeftOut)
{
    /// <summary>The items where it is.</summary>
    public ImmutableArray<string> At { get; init; } = [];

    /// <summary>The findings it was told by, in their order; none where it is a cycle of items or a depth.</summary>
    public ImmutableArray<BomFinding> Findings { get; init; } = [];
}
