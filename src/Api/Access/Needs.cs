using SecretMagic.Domain.ApiKeys;

namespace SecretMagic.Api;

/// <summary>What an endpoint asks of a key. An endpoint that says nothing asks for a reader to GET and for an admin to do anything else.</summary>
/// <param name="Role">The least role.</param>
/// <param name="AllClients">The key must be for all clients.</param>
internal sealed record Needs(KeyRole Role, bool AllClients);
