namespace SecretMagic.Cluster;

/// <summary>What came of a letter: the reply to the command, the answer to the question, or a <see cref="Fault"/>.</summary>
internal sealed record Answer(Packet Content);
