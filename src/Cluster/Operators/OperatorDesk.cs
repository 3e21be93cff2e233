namespace SecretMagic.Cluster;

/// <summary>Where pbm asks this process. Only this machine can reach it: pbm asks nobody for a password.</summary>
/// <param name="Port">The port of the loopback address.</param>
/// <param name="Answer">Answers the words of the command line, as the command line does.</param>
public sealed record OperatorDesk(int Port, Func<IReadOnlyList<string>, Task<OperatorAnswer>> Answer);
