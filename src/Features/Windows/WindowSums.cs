namespace SecretMagic.Features;

/// <summary>The known values of one window: how many, their sum, the sum of their squares.</summary>
internal readonly record struct WindowSums(double Count, double Sum, double Squares);
