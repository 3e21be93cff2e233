using SecretMagic.Domain;

namespace SecretMagic.Storage.Tenancy;

/// <summary>A file that a client uploaded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ChangedAt">When it was uploaded.</param>
public sealed record Upload(UploadName Name, long Bytes, DateTimeOffset ChangedAt);
