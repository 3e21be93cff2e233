using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>The files of a result as relations of rows: values of Parquet with their types, those of CSV as texts.</summary>
internal static class ResultFiles
{
    /// <summary>One file.</summary>
    public static string Relation(string path) => IsCsv(path)
        ? $"read_csv({DuckSql.File(path)}, header = true, all_varchar = true)"
        : $"read_parquet({DuckSql.File(path)}, hive_partitioning = false)";

    /// <summary>All files of rows.</summary>
    public static string Relation(FeatureManifest manifest, string folder)
    {
        var files = FileShape.RowFiles(manifest).Select(file => Path.Combine(folder, file)).ToArray();
        var list = $"[{string.Join(", ", files.Select(DuckSql.File))}]";
        return IsCsv(files[0])
            ? $"read_csv({list}, header = true, all_varchar = true, hive_partitioning = false)"
            : $"read_parquet({list}, hive_partitioning = false)";
    }

    /// <summary>True for a file of CSV.</summary>
    public static bool IsCsv(string path) => Path.GetExtension(path) == ".csv";

    /// <summary>True when two files have the same bytes.</summary>
    public static bool AreSame(string one, string other, CancellationToken token)
    {
        const int Block = 1 << 18;
        using var left = File.OpenRead(one);
        using var right = File.OpenRead(other);
        if (left.Length != right.Length) return false;
        var (here, there) = (new byte[Block], new byte[Block]);
        for (int read; (read = left.ReadAtLeast(here, Block, throwOnEndOfStream: false)) > 0;)
        {
            token.ThrowIfCancellationRequested();
            right.ReadExactly(there, 0, read);
            if (!here.AsSpan(0, read).SequenceEqual(there.AsSpan(0, read))) return false;
        }

        return true;
    }
}
