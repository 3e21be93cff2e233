using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;

namespace SecretMagic.Api;

/// <summary>Who asks: the holder of a key that was checked.</summary>
/// <param name="Key">The key.</param>
/// <param name="Name">Whom it is for.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Scope">Whose data it opens.</param>
internal sealed record Caller(ApiKeyId Key, string Name, KeyRole Role, KeyScope Scope);
