namespace SecretMagic.Domain.Clients;

/// <summary>What is computed for a client.</summary>
/// <param name="FeatureEngineering">Features of its series.</param>
/// <param name="BomExplosion">Requirements and coverage of its recipes.</param>
public sealed record EnabledFeatures(bool FeatureEngineering, bool BomExplosion);
