using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>What became of the wish for a key.</summary>
/// <param name="Reply">The answer; with Duplicate the key is there already, and its secret is not known any more.</param>
/// <param name="Key">Which key.</param>
/// <param name="Secret">What its holder sends, shown this once; null unless the reply is Accepted.</param>
public sealed record IssuedKey(Reply Reply, ApiKeyId Key, string? Secret);
