using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>Compares the files of a result with those that come out again: files of the same bytes are equal, others are compared value by value.</summary>
internal sealed class FileComparison(DuckConnection connection, FeatureManifest manifest, string stored, string computed, DifferenceCount found)
{
    private readonly List<string> _problems = [];

    /// <summary>What is wrong with whole files and columns.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Files that were compared.</summary>
    public int Files { get; private set; }

    /// <summary>Rows that were compared.</summary>
    public long Rows { get; private set; }

    /// <summary>Values that were compared.</summary>
    public long Values { get; private set; }

    /// <summary>Compares every file of either.</summary>
    public void Run(FeatureManifest again, CancellationToken token)
    {
        foreach (var file in again.Files.ExceptBy(manifest.Files.Select(file => file.Path), file => file.Path))
            _problems.Add($"{file.Path}: comes out again and is not in the manifest");
        var named = manifest.Files.Select(file => file.Path).ToHashSet();
        foreach (var path in Directory.EnumerateFiles(stored, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(stored, path).Replace('\\', '/');
            if (name != FeatureManifest.FileName && !named.Contains(name)) _problems.Add($"{name}: stands among the files and is not in the manifest");
        }

        foreach (var file in manifest.Files) Compare(file, token);
    }

    private void Compare(FeatureManifest.OutputFile file, CancellationToken token)
    {
        var (here, there) = (Path.Combine(stored, file.Path), Path.Combine(computed, file.Path));
        if (!File.Exists(here))
        {
            _problems.Add($"{file.Path}: is not there");
            return;
        }

        if (!File.Exists(there))
        {
            _problems.Add($"{file.Path}: does not come out again");
            return;
        }

        Files++;
        if (ResultFiles.AreSame(here, there, token))
        {
            Rows += file.Rows;
            if (file.Rows > 0) Values += file.Rows * Columns(ResultFiles.Relation(here), token).Length;
            return;
        }

        if (Path.GetExtension(here) == ".json")
        {
            _problems.Add($"{file.Path}: is not as it comes out again");
            return;
        }

        try
        {
            CompareValues(file.Path, ResultFiles.Relation(here), ResultFiles.Relation(there), token);
        }
        catch (DuckDbException problem)
        {
            _problems.Add($"{file.Path}: cannot be read ({problem.Message})");
        }
    }

    private void CompareValues(string file, string here, string there, CancellationToken token)
    {
        var (columns, others) = (Columns(here, token), Columns(there, token));
        if (!columns.SequenceEqual(others))
        {
            var differs = columns.Except(others).Select(column => $"has {column}").Concat(others.Except(columns).Select(column => $"has no {column}"));
            _problems.Add($"{file}: the columns are others ({string.Join(", ", differs.DefaultIfEmpty("in another order").Take(5))})");
            return;
        }

        var (rows, again) = (Count(here, token), Count(there, token));
        if (rows != again)
        {
            _problems.Add($"{file}: has {rows:N0} rows, and {again:N0} come out again");
            return;
        }

        var names = columns.Select(column => column.Name).ToArray();
        var time = names.Contains("timestamp") ? "s.timestamp::VARCHAR" : "''";
        var differences = found.Counts.Values.Sum();
        var compared = new PairedRows(connection, found).Compare(
            $"SELECT s.{FileShape.KeyOf(manifest)}::VARCHAR, {time}, {Columns("s", names)}, {Columns("c", names)} FROM {here} s POSITIONAL JOIN {there} c",
            file, token);
        (Rows, Values) = (Rows + compared, Values + compared * names.Length);
        // Another version may cut or pack its files otherwise.
        if (found.Counts.Values.Sum() == differences && manifest.Software == Fingerprint.Software)
            _problems.Add($"{file}: holds the values that come out again, but not their bytes");
    }

    private static string Columns(string table, string[] names) => string.Join(", ", names.Select(name => $"{table}.{DuckSql.Identifier(name)}"));

    private (string Name, DuckType Type)[] Columns(string relation, CancellationToken token)
    {
        using var reader = connection.Query($"SELECT * FROM {relation} LIMIT 0", token);
        return [.. reader.Names.Zip(reader.Types)];
    }

    private long Count(string relation, CancellationToken token) => connection.Scalar<long>($"SELECT count(*) FROM {relation}", token)!.Value;
}
