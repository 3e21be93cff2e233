namespace SecretMagic.Api;

/// <summary>A value that is wrong.</summary>
/// <param name="Field">Which one: a member of the body as a JSON path, a parameter, a header.</param>
/// <param name="Message">What is wrong with it and what is allowed.</param>
internal sealed record ProblemError(string Field, string Message);
