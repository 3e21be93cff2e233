namespace SecretMagic.Features;

/// <summary>A feature of a plan: a column of numbers with one meaning. Two features with the same canonical form have the same
/// bits.</summary>
/// <param name="Name">The name of its column.</param>
/// <param name="Type">The name of its type in the catalog.</param>
/// <param name="Kind">When its values are known.</param>
/// <param name="Canonical">Input, strategy, shift and operator with every parameter, such as <c>target|missing|shift 0|std w=28 ddof=1
/// min=2</c>.</param>
/// <param name="NanMeaning">What a missing value of it means.</param>
public sealed record Feature(string Name, string Type, FeatureKind Kind, string Canonical, string NanMeaning);
