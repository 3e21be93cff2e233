using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>What the holder of an API key sends: <c>sm_{id}_{secret}</c>, the secret 32 random bytes in base64url. Only its hash is stored.</summary>
public static class KeySecret
{
    private const string Prefix = "sm_";
    private const int Bytes = 32, Letters = 43;

    /// <summary>A new secret of a key: what the holder sends, and the hash that is stored.</summary>
    public static (string Sent, string Hash) Create(ApiKeyId key)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        return ($"{Prefix}{key}_{secret}", HashOf(secret));
    }

    /// <summary>The parts of what was sent; false when it is no key at all.</summary>
    public static bool TryRead(string? sent, out ApiKeyId key, out string hash)
    {
        (key, hash) = (default, "");
        if (sent is null || sent.Length > Prefix.Length + 1 + 36 + Letters || !sent.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        // An id has no underscore; a secret may have some.
        var end = sent.IndexOf('_', Prefix.Length);
        if (end < 0 || sent.Length - end - 1 != Letters || !ApiKeyId.TryParse(sent[Prefix.Length..end], out key, out _)) return false;
        hash = HashOf(sent[(end + 1)..]);
        return true;
    }

    /// <summary>Compares hashes in a time that does not tell where they differ.</summary>
    public static bool Are(string hash, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
