using SecretMagic.Domain;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Api;

/// <summary>The client that a path names, as it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version of its entity: the ETag of what is said of it.</param>
/// <param name="State">What it is.</param>
internal sealed record PathClient(TenantId Id, long Version, Client State);
