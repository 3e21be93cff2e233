using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace SecretMagic.Pipeline;

/// <summary>The identity of a result: what decides its bytes, hashed.</summary>
public static class Fingerprint
{
    /// <summary>The version of the program, with the commit it was built from.</summary>
    public static string Software { get; } =
        "secretmagic " + typeof(Fingerprint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>SHA-256 over the parts and the version of the program, in hexadecimal.</summary>
    public static string Of(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Append(Software)))));

    /// <summary>SHA-256 of a file's bytes, in hexadecimal.</summary>
    public static string OfFile(string file, CancellationToken token)
    {
        using var content = File.OpenRead(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            token.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
