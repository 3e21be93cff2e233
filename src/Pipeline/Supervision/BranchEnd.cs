namespace SecretMagic.Pipeline;

/// <summary>How a branch of a tree ended.</summary>
/// <param name="Result">What it made; null when it failed.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
/// <param name="Attempts">How often it was tried.</param>
internal sealed record BranchEnd<T>(T? Result, Exception? Failure, int Attempts)
    where T : class;
