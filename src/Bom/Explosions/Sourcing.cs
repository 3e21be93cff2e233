namespace SecretMagic.Bom;

/// <summary>From where each site of a plan takes an item: <see cref="From"/> is -1 where it is made.</summary>
internal sealed class Sourcing
{
    internal Sourcing(int slot, BomSupply supply, string[] sites, Func<string, int> site)
    {
        Slot = slot;
        From = new int[sites.Length];
        Days = new int[sites.Length];
        var depth = new int[sites.Length];
        for (var at = 0; at < sites.Length; at++)
        {
            (From[at], Days[at]) = supply.Of(sites[at]) is var (from, days) ? (site(from), days) : (-1, 0);
            for (var next = supply.Of(sites[at]); next is not null; next = supply.Of(next.Value.From)) depth[at]++;
        }

        Order = new int[sites.Length];
        for (var at = 0; at < sites.Length; at++) Order[at] = at;
        Array.Sort(Order, (one, other) => depth[one] != depth[other] ? depth[other].CompareTo(depth[one]) : one.CompareTo(other));
        foreach (var at in Order)
        {
            var total = 0;
            for (var next = at; From[next] >= 0; next = From[next]) total += Days[next];
            LongestDays = Math.Max(LongestDays, total);
        }
    }

    /// <summary>The same sites for another item.</summary>
    internal Sourcing(int slot, Sourcing like) => (Slot, From, Days, Order, LongestDays) = (slot, like.From, like.Days, like.Order, like.LongestDays);

    /// <summary>The number of the item among those with sourcing.</summary>
    internal int Slot { get; }

    internal int[] From { get; }

    internal int[] Days { get; }

    /// <summary>Sites, each before the one that it takes from.</summary>
    internal int[] Order { get; }

    /// <summary>Days along the longest chain.</summary>
    internal int LongestDays { get; }
}
