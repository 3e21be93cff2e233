namespace SecretMagic.Pipeline;

/// <summary>An answer has more rows than were allowed.</summary>
/// <param name="message">What is too large, and what to ask instead.</param>
public sealed class TooManyRowsException(string message) : Exception(message);
