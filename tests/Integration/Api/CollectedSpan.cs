namespace SecretMagic.Integration.Api;

/// <summary>A span as it was sent, its ids in hex; no parent is an empty text.</summary>
internal sealed record CollectedSpan(string Trace, string Id, string Parent, string Name);
