using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SecretMagic.Storage.Lake;

/// <summary>The record of a finished piece of work: its files with sizes and checksums, and what its maker wants to know of it.</summary>
/// <param name="Files">The files, below the folder of the record.</param>
/// <param name="Facts">The maker's own words.</param>
internal sealed record WorkPiece(ImmutableArray<WorkPiece.PieceFile> Files, string Facts)
{
    /// <summary>The ending of a record's name.</summary>
    public const string Extension = ".piece";

    /// <summary>Syncs and sums up the files of a piece, then writes its record, synced and whole.</summary>
    /// <param name="folder">The folder of the record and, below it, of the files.</param>
    /// <param name="name">The name of the piece.</param>
    /// <param name="identity">The work it is a piece of.</param>
    /// <param name="files">The files, below the folder.</param>
    /// <param name="facts">What <see cref="TryRead"/> gives back.</param>
    public static void Write(string folder, string name, string identity, ImmutableArray<string> files, string facts)
    {
        foreach (var file in files) DiskSync.File(Path.Combine(folder, file));
        foreach (var place in files.Select(file => Path.GetDirectoryName(Path.Combine(folder, file))!).Distinct()) DiskSync.Directory(place);
        var piece = new WorkPiece([.. files.Select(file => PieceFile.Of(folder, file))], facts);
        var content = JsonSerializer.Serialize(piece);
        var written = Path.Combine(folder, name + ".new");
        File.WriteAllText(written, $"{Seal(identity, name, content)}\n{content}");
        DiskSync.File(written);
        File.Move(written, Path.Combine(folder, name + Extension), overwrite: true);
        DiskSync.Directory(folder);
    }

    /// <summary>The facts of a piece; null when there is none, when it is of other work, or when a file is not as it was.</summary>
    public static string? TryRead(string folder, string name, string identity, CancellationToken token)
    {
        var file = Path.Combine(folder, name + Extension);
        if (!File.Exists(file) || File.ReadAllText(file).Split('\n', 2) is not [var seal, var content] || seal != Seal(identity, name, content)) return null;
        var piece = JsonSerializer.Deserialize<WorkPiece>(content)!;
        foreach (var written in piece.Files)
        {
            token.ThrowIfCancellationRequested();
            var path = Path.Combine(folder, written.Path);
            if (new FileInfo(path) is not { Exists: true } found || found.Length != written.Bytes || PieceFile.Of(folder, written.Path) != written) return null;
        }

        return piece.Facts;
    }

    private static string Seal(string identity, string name, string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity}\n{name}\n{content}")));

    /// <summary>A file of a piece.</summary>
    /// <param name="Path">Below the folder of the record.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="Checksum">The checksum of its bytes.</param>
    internal sealed record PieceFile(string Path, long Bytes, string Checksum)
    {
        public static PieceFile Of(string folder, string path)
        {
            var file = System.IO.Path.Combine(folder, path);
            return new PieceFile(path, new FileInfo(file).Length, FileChecksum.Of(file));
        }
    }
}
