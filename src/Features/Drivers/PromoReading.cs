namespace SecretMagic.Features;

/// <summary>Writes a feature of promotions from the rows of a tile.</summary>
internal delegate void PromoReading(Tile tile, PromoRows rows, Span<double> state);
