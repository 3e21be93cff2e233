using System.Security.Cryptography;
using System.Text;

namespace SecretMagic.Api;

/// <summary>A short name that follows from what is named.</summary>
internal static class ContentName
{
    private const int Length = 16;

    internal static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    internal static string Of(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content))[..Length];
}
