using System.Security.Cryptography;
using System.Text;

namespace SecretMagic.Domain;

/// <summary>Ids that follow from names: a word and the beginning of a name's SHA-256. The same name gives the same id on every machine, for ever.</summary>
public static class DerivedId
{
    /// <summary>The batch that a command asks for: sent again, it means the same batch.</summary>
    /// <param name="work">The word of the work.</param>
    /// <param name="command">The command.</param>
    public static BatchId Batch(string work, CommandId command) => BatchId.Parse(Of(work, command.Value, 16));

    /// <summary>The id of a name: <c>due-5f0c...</c>.</summary>
    /// <param name="word">What it begins with.</param>
    /// <param name="name">The name.</param>
    /// <param name="digits">How many hexadecimal digits of the hash it has, 1 to 64: four bits each.</param>
    public static string Of(string word, string name, int digits) =>
        $"{word}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..digits]}";
}
