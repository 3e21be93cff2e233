namespace SecretMagic.Bom;

/// <summary>From where each site takes an item whole.</summary>
/// <param name="Default">The site that makes it for all without a route; null where everyone makes it.</param>
/// <param name="Days">Days on the way from there.</param>
/// <param name="Routes">The sites with a route of their own.</param>
internal sealed record BomSupply(string? Default, int Days, SortedDictionary<string, BomRoute> Routes)
{
    /// <summary>The rules as a text, the same for items that are taken alike.</summary>
    internal string Text => $"{Default}\u0001{Default is null}\u0001{Days}"
        + string.Concat(Routes.Values.Select(route => $"\u0002{route.Site}\u0001{route.From}\u0001{route.Days}"));

    /// <summary>Where a site takes the item from, and how long before; null where it makes the item itself.</summary>
    internal (string From, int Days)? Of(string site)
    {
        if (Routes.TryGetValue(site, out var route)) return route.From == site ? null : (route.From, route.Days);
        return Default is null || Default == site ? null : (Default, Days);
    }

    /// <summary>All sites that the rules name.</summary>
    internal IEnumerable<string> Sites() =>
        Routes.Values.SelectMany(route => new[] { route.Site, route.From }).Concat(Default is null ? [] : [Default]).Distinct();

    /// <summary>The sites around which the item is fetched in a circle from a site; null where a maker is reached.</summary>
    internal List<string>? Circle(string site)
    {
        List<string> path = [site];
        while (Of(path[^1]) is { } next)
        {
            if (path.IndexOf(next.From) is var at and >= 0) return path[at..];
            path.Add(next.From);
        }

        return null;
    }

    /// <summary>The rules of items by code; circles of transfers are cycles.</summary>
    internal static Dictionary<string, BomSupply> Read(IEnumerable<BomRoute> routes, ItemTable items, List<BomFinding> findings, List<BomCycle> cycles)
    {
        var supplies = new Dictionary<string, BomSupply>(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            ValueRules.Check(route, findings);
            if (!supplies.TryGetValue(route.Item, out var supply))
            {
                var number = items.Codes.Find(route.Item);
                var site = number < 0 ? null : items.Site(number);
                supply = new BomSupply(site, number < 0 ? 0 : items.Entry(number)?.TransferDays ?? 0, new(StringComparer.Ordinal));
                supplies.Add(route.Item, supply);
            }

            if (!supply.Routes.TryAdd(route.Site, route))
                findings.Add(new BomFinding(
                    route.Origin, "route", true,
                    $"{route.Item} at {route.Site} is taken from {supply.Routes[route.Site].From} (line {supply.Routes[route.Site].Origin})"
                    + $" and from {route.From} (line {route.Origin})")
                { Source = BomSource.Routes, Item = route.Item });
        }

        foreach (var (item, supply) in supplies.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var reported = new HashSet<string>(StringComparer.Ordinal);
            foreach (var site in supply.Sites().Order(StringComparer.Ordinal))
            {
                if (supply.Circle(site) is not { } circle || !circle.TrueForAll(reported.Add)) continue;
                var first = circle.IndexOf(circle.Min(StringComparer.Ordinal)!);
                List<string> turned = [.. circle[first..], .. circle[..first]];
                cycles.Add(new BomCycle(
                    [.. turned.Append(turned[0]).Select(at => $"{item}@{at}")],
                    [.. turned.Select(at => supply.Routes.TryGetValue(at, out var route) ? route.Origin : 0)], null, null)
                { IsOfTransfers = true });
            }
        }

        return supplies;
    }
}
