namespace SecretMagic.Cluster;

/// <summary>The certificate that a node shows and that it wants to see of others: nodes of one cluster have one authority.</summary>
/// <param name="Path">A PKCS #12 file with its key.</param>
/// <param name="Password">Opens the file; empty for none.</param>
public sealed record NodeCertificate(string Path, string Password);
