namespace SecretMagic.Cluster;

/// <summary>What the command line answered.</summary>
/// <param name="IsDone">It was done.</param>
/// <param name="Text">What it printed, or what is wrong.</param>
public sealed record OperatorAnswer(bool IsDone, string Text);
