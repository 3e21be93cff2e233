namespace SecretMagic.Features;

/// <summary>A feature of a plan: a column of numbers with one meaning. Two features with the same canonical form have the same
/// bits.</summary>
/// <param name="Name">The name of its column.</param>
/// <param name="Type">The name of its type in the catalog.</param>
/// <param name="Canonical">Input, strategy, shift and operator with every parameter, such as <c>target|missing|shift 0|std w=28 ddof=1
/// min=2</c>.</param>
/// <param name="NanMeaning">What a missing value of it means.</param>
public sealed record Feature(string Name, string Type, string Canonical, string NanMeaning)
{
    /// <summary>
    /// Grid steps ahead of the newest history for which its value is known: the distance from a row to the newest past row it reads. 0: up to
    /// the row itself; null: for every row to come (calendar, plans, statics).
    /// </summary>
    public int? Availability { get; init; }

    /// <summary>The longest horizon of the set at which it is known; null for none. What is known for every row to come needs none.</summary>
    public int? Horizon { get; init; }

    /// <summary>One value a series.</summary>
    public bool IsStatic { get; init; }

    /// <summary>When its values are known: <see cref="FeatureKind.Known"/> for every row to come or at <see cref="Horizon"/>.</summary>
    public FeatureKind Kind => KindAt(Horizon ?? int.MaxValue);

    /// <summary>When its values are known for a forecast of so many steps.</summary>
    public FeatureKind KindAt(int horizon) =>
        IsStatic ? FeatureKind.Static : Availability is { } steps && steps < horizon ? FeatureKind.Past : FeatureKind.Known;
}
