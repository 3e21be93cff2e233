using System.Security.Cryptography;
using System.Text;

namespace SecretMagic.Storage.Migrations;

/// <summary>One step of the schema: a numbered SQL file that is applied once.</summary>
/// <param name="Number">Its place, 1, 2, 3 ...</param>
/// <param name="Name">The name of the file, <c>0001_journal.sql</c>.</param>
/// <param name="Sql">What it does.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text, in hexadecimal.</summary>
    internal string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The files of a folder, <c>postgresql</c> or <c>sqlite</c>, in order.</summary>
    internal static IReadOnlyList<Migration> Of(string folder)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = $"migrations/{folder}/";
        var found = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Select(name => (Resource: name, Path: name.Replace('\\', '/'))).OrderBy(name => name.Path))
        {
            if (!resource.Path.StartsWith(prefix, StringComparison.Ordinal)) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource.Resource)!);
            var name = resource.Path[prefix.Length..];
            found.Add(new Migration(int.Parse(name.AsSpan(0, 4)), name, reader.ReadToEnd().ReplaceLineEndings("\n")));
        }

        return found;
    }
}
