namespace SecretMagic.Storage.Tenancy;

/// <summary>Rows that cannot be a client's table; nothing was changed.</summary>
/// <param name="reason">What is wrong and what to do.</param>
/// <param name="inner">What the database said, when it refused.</param>
public sealed class UnfitRowsException(string reason, Exception? inner = null) : Exception(reason, inner);
