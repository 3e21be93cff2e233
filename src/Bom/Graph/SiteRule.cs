namespace SecretMagic.Bom;

/// <summary>The sites at which a line holds.</summary>
internal sealed record SiteRule(string[]? Only, string[] Except)
{
    /// <summary>The rule of a line, its sites sorted; null for a line that holds everywhere.</summary>
    internal static SiteRule? Of(in BomLine line) => line.OnlyAt is null && line.NotAt is null
        ? null
        : new SiteRule(line.OnlyAt is null ? null : Sorted(line.OnlyAt), line.NotAt is null ? [] : Sorted(line.NotAt));

    internal static bool Same(SiteRule? one, SiteRule? other) => Text(one) == Text(other);

    /// <summary>A text that differs for rules that differ.</summary>
    internal static string Text(SiteRule? rule) =>
        rule is null ? "" : $"{(rule.Only is null ? "*" : string.Join('\u0001', rule.Only))}\u0002{string.Join('\u0001', rule.Except)}";

    /// <summary>True when some site may have both.</summary>
    internal static bool Meet(SiteRule? one, SiteRule? other) =>
        one?.Only is { } sites ? sites.Any(site => one.Holds(site) && other?.Holds(site) != false)
        : other?.Only is { } others ? others.Any(site => other.Holds(site) && one?.Holds(site) != false)
        : true;

    internal bool Holds(string site) =>
        (Only is null || Array.BinarySearch(Only, site, StringComparer.Ordinal) >= 0) && Array.BinarySearch(Except, site, StringComparer.Ordinal) < 0;

    private static string[] Sorted(IReadOnlyList<string> sites) => [.. sites.Distinct().Order(StringComparer.Ordinal)];
}
