using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Fills a feature that depends on the period alone, for periods from <paramref name="first"/> on.</summary>
internal delegate void TimeFormula(TimeGrid grid, long first, Span<double> values);
