namespace SecretMagic.Pipeline;

/// <summary>The input is sound, but a rule of the domain forbids what was asked; the message says which rule and the way out.</summary>
public sealed class ConflictException(string message) : Exception(message);
