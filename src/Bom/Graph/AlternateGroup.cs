using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>Components of which a parent takes one or the other, in the order in which their stock is used.</summary>
/// <param name="Parent">The parent.</param>
/// <param name="Members">The components.</param>
internal sealed record AlternateGroup(int Parent, ImmutableArray<AlternateGroup.Member> Members)
{
    internal AlternateGroup Renumbered(int[] number) =>
        new(number[Parent], [.. Members.Select(member => member with { Item = number[member.Item] })]);

    /// <summary>A component, the quantity of it for one of the parent, and when and where it may be taken.</summary>
    internal readonly record struct Member(int Item, double Factor, DayRange Days, SiteRule? Sites)
    {
        internal bool Holds(int day, string site) => day >= Days.From && day < Days.To && Sites?.Holds(site) != false;
    }
}
