using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace SecretMagic.Api;

/// <summary>
/// The pages of the browser. They lie in this program; whoever changes them has them read from a folder instead, each time. Every address but that of the
/// first page names <see cref="Version"/>, which follows from the content of all, so a browser may keep them for good.
/// </summary>
internal sealed class PageBook
{
    internal const string Folder = "/app", First = "index.html";
    private const string Prefix = "wwwroot/", Address = "{app}";
    private readonly FrozenDictionary<string, PageFile> _files;
    private readonly string? _from;

    internal PageBook(string? from)
    {
        _from = from;
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var assembly = typeof(PageBook).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            var content = new byte[resource.Length];
            resource.ReadExactly(content);
            contents.Add(name[Prefix.Length..].Replace('\\', '/'), content);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in contents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(SHA256.HashData(content));
        }

        Version = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
        _files = contents.ToFrozenDictionary(file => file.Key, file => Of(file.Key, file.Value), StringComparer.Ordinal);
    }

    /// <summary>What the addresses of the files name.</summary>
    internal string Version { get; }

    /// <summary>They may change while the program runs.</summary>
    internal bool IsOpen => _from is not null;

    /// <summary>A file by its name; null when there is none.</summary>
    internal PageFile? Find(string name)
    {
        if (!_files.TryGetValue(name, out var file) && !IsOpen) return null;
        var path = _from is null ? null : Path.Combine(_from, name);
        return path is not null && !name.Contains("..", StringComparison.Ordinal) && File.Exists(path) ? Of(name, File.ReadAllBytes(path)) : file;
    }

    private PageFile Of(string name, byte[] content) =>
        new(name, name == First ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace(Address, $"{Folder}/{Version}")) : content);
}
