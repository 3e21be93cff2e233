using System.Security.Cryptography;
using System.Text;

namespace SecretMagic.Domain;

/// <summary>Keys that follow from names: UUIDs of version 8 over the SHA-256 of a name. The same name gives the same key on every machine, for ever.</summary>
public static class DerivedUuid
{
    /// <summary>The key of a name.</summary>
    public static Guid Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)(hash[6] & 0x0F | 0x80);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
