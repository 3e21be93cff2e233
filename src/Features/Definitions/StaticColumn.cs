using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>A column of the static table: one value a series.</summary>
/// <param name="Name">The name.</param>
/// <param name="Labels">The texts of a text column; null for numbers.</param>
public sealed record StaticColumn(string Name, Labels? Labels = null);
