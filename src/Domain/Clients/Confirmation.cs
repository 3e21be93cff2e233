namespace SecretMagic.Domain.Clients;

/// <summary>A person looked at the configuration and stands for it.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When, UTC.</param>
public sealed record Confirmation(string By, DateTimeOffset At);
