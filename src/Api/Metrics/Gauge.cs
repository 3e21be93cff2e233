namespace SecretMagic.Api;

/// <summary>A value that is looked at when somebody scrapes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Help">What it is.</param>
/// <param name="Labels">As they are written between braces; empty for none.</param>
/// <param name="Value">What it is now.</param>
internal sealed record Gauge(string Name, string Help, string Labels, double Value);
