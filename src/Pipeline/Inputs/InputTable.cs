using System.Collections.Immutable;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// A table that the user gave: a CSV file (plain or gzip) or a Parquet file, or a folder that holds files of one of these kinds. Opening it
/// reads names only; <see cref="Load"/> makes it queryable, with every bad value reported by file, line and column.
/// </summary>
internal sealed class InputTable
{
    private const string WithoutZone =
        "give local business time without one or, on a grid finer than a day, set time_zone in the feature set, such as time_zone: Europe/Berlin";

    private readonly CsvHeader? _csv;
    private long[]? _rows;

    private InputTable(string path, ImmutableArray<string> files, CsvHeader? csv)
    {
        Given = path;
        Files = files;
        _csv = csv;
        Columns = csv?.Columns ?? [];
    }

    /// <summary>The path as the user gave it.</summary>
    public string Given { get; }

    /// <summary>The files, in the order of their names.</summary>
    public ImmutableArray<string> Files { get; }

    /// <summary>The names of the columns.</summary>
    public ImmutableArray<string> Columns { get; private set; }

    /// <summary>DuckDB's type of each column of a Parquet input; empty for CSV, whose columns have none.</summary>
    public ImmutableArray<string> Types { get; private set; } = [];

    /// <summary>True for CSV: messages give lines.</summary>
    public bool IsCsv => _csv is not null;

    /// <summary>Finds the files and reads the columns' names.</summary>
    /// <exception cref="InputException">There is no such file, a folder holds none or a mixture, or a header cannot be read.</exception>
    public static InputTable Open(string path, DuckConnection connection, CancellationToken token)
    {
        var files = FilesAt(path);
        var kinds = files.Select(KindOf).Distinct().ToArray();
        if (kinds.Length > 1) throw new InputException("the folder holds both CSV and Parquet files; give one kind", path);
        if (files.FirstOrDefault(file => new FileInfo(file).Length == 0) is { } empty)
            throw new InputException("the file is empty (0 bytes)", empty);

        InputTable table;
        if (kinds[0] == "csv")
        {
            var header = CsvHeader.Read(files[0]);
            foreach (var file in files.Skip(1))
                if (!CsvHeader.Read(file).Columns.SequenceEqual(header.Columns))
                    throw new InputException($"the columns differ from those of {Path.GetFileName(files[0])}", file, 1);
            table = new InputTable(path, files, header);
        }
        else
        {
            table = new InputTable(path, files, csv: null);
            table.Describe(connection, token);
            foreach (var file in files.Skip(1)) table.RequireSame(connection, file, token);
        }

        return table;
    }

    /// <summary>The same for a path that may not be given; demands columns.</summary>
    /// <exception cref="InputException">As above, or a column is missing.</exception>
    public static InputTable? OpenIfGiven(string? path, DuckConnection connection, CancellationToken token, params ReadOnlySpan<string> columns)
    {
        if (path is null) return null;
        var table = Open(path, connection, token);
        table.Require(columns);
        return table;
    }

    /// <summary>Demands columns by name.</summary>
    /// <exception cref="InputException">One is missing; the message lists those that are there.</exception>
    public void Require(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Columns.Contains(name)) continue;
            throw new InputException(
                $"column '{name}' is missing; the file has {string.Join(", ", Columns)} and needs at least {string.Join(", ", names.ToArray())}",
                Files[0], IsCsv ? 1 : null);
        }
    }

    /// <summary>True when a column holds whole numbers of at most 64 bits. Columns of CSV are text: 007 is not 7.</summary>
    public bool IsWhole(string column) =>
        !IsCsv && Types[Columns.IndexOf(column)] is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER";

    /// <summary>True when a column holds dates. Columns of CSV are text.</summary>
    public bool IsDate(string column) => !IsCsv && Types[Columns.IndexOf(column)] == "DATE";

    /// <summary>Makes the wanted columns queryable as the temporary view <paramref name="view"/> of this connection.</summary>
    /// <param name="connection">The connection that will query it.</param>
    /// <param name="view">The view's name.</param>
    /// <param name="fields">The wanted columns; each must exist.</param>
    /// <param name="folder">Where a CSV is kept as Parquet while the batch runs.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="InputException">A value cannot be read, or the file is damaged.</exception>
    public void Load(DuckConnection connection, string view, IReadOnlyList<InputField> fields, string folder, CancellationToken token)
    {
        try
        {
            var source = _csv is null ? ParquetSource(fields) : CsvSource(connection, view, fields, folder, token);
            connection.Execute($"CREATE OR REPLACE TEMP VIEW {view} AS {source}", token);
        }
        catch (DuckDbException problem) when (!IsOfTheMachine(problem))
        {
            throw Unreadable(problem);
        }
    }

    /// <summary>Demands a key and a finite timestamp in every row of a loaded view.</summary>
    /// <exception cref="InputException">A row has none, or the table has no rows.</exception>
    public void RequireKeys(DuckConnection connection, string view, CancellationToken token)
    {
        if (Reading(() => connection.Scalar<long>($"SELECT count(*) FROM {view}", token)) == 0)
            throw new InputException("there are no rows behind the header", Files[0]);
        RequireValues(connection, view, "series_id", token);
        RequireValues(connection, view, "timestamp", token);
        const string Beyond = "NOT isfinite(timestamp) OR timestamp < TIMESTAMP '0001-01-01' OR timestamp >= TIMESTAMP '9999-01-01'";
        if (connection.ScalarText($"SELECT timestamp::VARCHAR FROM {view} WHERE {Beyond} LIMIT 1", token) is { } beyond)
            throw new InputException($"'{beyond}' is not between the years 1 and 9998", Files[0], column: "timestamp");
    }

    /// <summary>Demands a value of a column in every row of a loaded view.</summary>
    /// <exception cref="InputException">A row has none; the message gives the first line.</exception>
    public void RequireValues(DuckConnection connection, string view, string column, CancellationToken token)
    {
        var missing = connection.Scalar<long>($"SELECT count(*) FROM {view} WHERE {column} IS NULL", token)!.Value;
        if (missing == 0) return;
        var lines = LinesWhere(connection, $"{column} IS NULL", token);
        throw new InputException($"{missing:N0} rows have no {column}", Files[0], lines.IsEmpty ? null : lines[0], column);
    }

    /// <summary>
    /// The lines on which a condition holds, at most three: for messages about rows that are bad together, such as duplicates. Lines are counted as
    /// rows behind the header, so fields that span lines shift them. Empty for Parquet.
    /// </summary>
    public ImmutableArray<long> LinesWhere(DuckConnection connection, string condition, CancellationToken token)
    {
        if (_csv is null || Files.Length > 1) return [];
        var lines = ImmutableArray.CreateBuilder<long>();
        using var reader = connection.Query(
            $"SELECT line FROM (SELECT row_number() OVER () + 1 AS line, * FROM {Scan([], rejects: false)}) WHERE {condition} LIMIT 3", token);
        while (reader.Next(token)) lines.AddRange(reader.Values<long>(0)[..reader.Rows]);
        return lines.ToImmutable();
    }

    /// <summary>
    /// The file and line of a row: lines are counted as rows behind the header, through all files in their order; in Parquet rows from 1.
    /// </summary>
    public (string File, long Line) Locate(DuckConnection connection, long line, CancellationToken token)
    {
        _rows ??= [.. Files.SkipLast(1).Select(file => connection.Scalar<long>(
            $"SELECT count(*) FROM {(IsCsv ? Scan([], rejects: false, [file]) : $"read_parquet({DuckSql.File(file)})")}", token)!.Value)];
        for (var file = 0; file < _rows.Length; file++)
        {
            if (line <= _rows[file] + (IsCsv ? 1 : 0)) return (Files[file], line);
            line -= _rows[file];
        }

        return (Files[^1], line);
    }

    /// <summary>SHA-256 of each file's bytes, in hexadecimal.</summary>
    public IEnumerable<(string File, long Bytes, string Sha256)> Hashes(CancellationToken token)
    {
        foreach (var file in Files)
        {
            token.ThrowIfCancellationRequested();
            yield return (file, new FileInfo(file).Length, Fingerprint.OfFile(file, token));
        }
    }

    /// <summary>Does something that reads the table's rows; what DuckDB cannot read becomes a message about this input.</summary>
    /// <exception cref="InputException">The rows cannot be read.</exception>
    public T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DuckDbException problem) when (!IsOfTheMachine(problem))
        {
            throw Unreadable(problem);
        }
    }

    private static bool IsOfTheMachine(DuckDbException problem) =>
        problem.Message.StartsWith("Out of Memory", StringComparison.Ordinal) || problem.Message.Contains("No space left", StringComparison.Ordinal)
        || problem.Message.Contains("Could not write", StringComparison.Ordinal);

    private void Describe(DuckConnection connection, CancellationToken token)
    {
        var columns = Describe(connection, Files[0], token);
        Columns = [.. columns.Select(column => column.Name)];
        Types = [.. columns.Select(column => column.Type)];
    }

    private List<(string Name, string Type)> Describe(DuckConnection connection, string file, CancellationToken token)
    {
        try
        {
            using var reader = connection.Query($"DESCRIBE SELECT * FROM read_parquet({DuckSql.File(file)})", token);
            var columns = new List<(string, string)>();
            while (reader.Next(token))
                for (var row = 0; row < reader.Rows; row++) columns.Add((reader.Text(0, row), reader.Text(1, row)));
            return columns;
        }
        catch (DuckDbException problem) when (!IsOfTheMachine(problem))
        {
            throw Unreadable(problem, file);
        }
    }

    private void RequireSame(DuckConnection connection, string file, CancellationToken token)
    {
        var columns = Describe(connection, file, token);
        var differs = columns.Select(column => $"{column.Name} {column.Type}").Except(Columns.Zip(Types, (name, type) => $"{name} {type}")).FirstOrDefault()
            ?? Columns.Except(columns.Select(column => column.Name)).Select(name => $"no {name}").FirstOrDefault();
        if (differs is not null) throw new InputException($"the columns differ from those of {Path.GetFileName(Files[0])}: {differs}", file);
    }

    private string ParquetScan => $"read_parquet([{string.Join(", ", Files.Select(DuckSql.File))}])";

    private string ParquetSource(IReadOnlyList<InputField> fields)
    {
        foreach (var field in fields)
        {
            var type = Types[Columns.IndexOf(field.Name)];
            var fits = field.Type switch
            {
                "DOUBLE" => type is "BOOLEAN" or "FLOAT" or "DOUBLE" || type.EndsWith("INT", StringComparison.Ordinal) || type == "INTEGER"
                    || type == "UINTEGER" || type.StartsWith("DECIMAL", StringComparison.Ordinal),
                "BIGINT" => IsWhole(field.Name),
                "TIMESTAMP" or "DATE" => type is "DATE" or "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS",
                "TIMESTAMPTZ" => type.StartsWith("TIMESTAMP", StringComparison.Ordinal) || type == "DATE",
                _ => true,
            };
            if (type == "TIMESTAMP WITH TIME ZONE" && field.Type is "TIMESTAMP" or "DATE")
                throw new InputException($"the timestamps carry a zone; {WithoutZone}", Files[0], column: field.Name);
            if (!fits) throw new InputException($"the column is {type}; expected {field.Expected}", Files[0], column: field.Name);
        }

        return $"SELECT {string.Join(", ", fields.Select(Cast))} FROM {ParquetScan}";
    }

    /// <summary>Instants become timestamps of UTC: the session's zone is UTC.</summary>
    private static string Cast(InputField field)
    {
        var (name, isInstant) = (DuckSql.Identifier(field.Name), field.Type == "TIMESTAMPTZ");
        return isInstant ? $"CAST(CAST({name} AS TIMESTAMPTZ) AS TIMESTAMP) AS {name}" : $"CAST({name} AS {field.Type}) AS {name}";
    }

    private string CsvSource(DuckConnection connection, string view, IReadOnlyList<InputField> fields, string folder, CancellationToken token)
    {
        var read = fields.Select(field => field.Type == "DOUBLE" && IsTruth(connection, field.Name, token) ? field with { Type = "BOOLEAN" } : field).ToArray();
        foreach (var file in Files) CsvHeader.RequireWhole(file, token);
        foreach (var field in fields.Where(field => field.Type == "TIMESTAMP")) RefuseZone(connection, field.Name, token);
        var copy = Path.Combine(folder, view + ".parquet");
        var select = $"SELECT {string.Join(", ", fields.Select(Cast))} FROM {Scan(read, rejects: true)}";
        connection.Execute($"COPY ({select}) TO {DuckSql.Literal(copy)} (FORMAT parquet)", token);
        CsvRejects.Throw(connection, read, token);
        return $"SELECT * FROM read_parquet({DuckSql.File(copy)})";
    }

    private bool IsTruth(DuckConnection connection, string column, CancellationToken token)
    {
        var name = DuckSql.Identifier(column);
        using var reader = connection.Query($"SELECT lower({name}) FROM {Scan([], rejects: false)} WHERE {name} IS NOT NULL LIMIT 1", token);
        return reader.Next(token) && reader.Rows > 0 && reader.Text(0, 0) is "true" or "false";
    }

    /// <summary>DuckDB would drop a zone in silence. A file has one format, so its first rows tell.</summary>
    private void RefuseZone(DuckConnection connection, string column, CancellationToken token)
    {
        var name = DuckSql.Identifier(column);
        var zoned = connection.ScalarText(
            $"SELECT {name} FROM (SELECT {name} FROM {Scan([], rejects: false)} LIMIT 10000) "
            + $"WHERE regexp_matches({name}, ':[0-9.]+ *(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$') LIMIT 1",
            token);
        if (zoned is not null)
            throw new InputException($"'{zoned}' carries a zone; {WithoutZone}", Files[0], column: column);
    }

    /// <summary>Nothing is detected: names and delimiter come from the header, types from what is wanted; the rest is text.</summary>
    private string Scan(IReadOnlyList<InputField> fields, bool rejects, IEnumerable<string>? files = null)
    {
        var types = _csv!.Columns.Select(name =>
            $"{DuckSql.Literal(name)}: {DuckSql.Literal(fields.FirstOrDefault(field => field.Name == name).Type ?? "VARCHAR")}");
        files ??= Files;
        return $"read_csv([{string.Join(", ", files.Select(DuckSql.File))}], auto_detect = false, header = true, compression = '{Compression(files)}', "
            + $"quote = '\"', escape = '\"', nullstr = '', delim = {DuckSql.Literal(_csv.Delimiter.ToString())}, columns = {{{string.Join(", ", types)}}}"
            + (rejects ? $", store_rejects = true, rejects_limit = {CsvRejects.Limit})" : ", ignore_errors = true, parallel = false)");
    }

    /// <summary>What the files are, not what they are called; only where both kinds are together must the names be right.</summary>
    private static string Compression(IEnumerable<string> files)
    {
        var zipped = files.ToLookup(CsvHeader.IsGzip);
        if (!zipped[true].Any()) return "none";
        if (!zipped[false].Any()) return "gzip";
        foreach (var kind in zipped)
            foreach (var file in kind)
            {
                if (file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) == kind.Key) continue;
                throw new InputException(
                    kind.Key
                        ? "the file is gzip data beside others that are not; name it .csv.gz"
                        : "the file is no gzip data, but others beside it are; name it .csv",
                    file);
            }

        return "auto";
    }

    private InputException Unreadable(DuckDbException problem, string? file = null)
    {
        var text = problem.Message.Split('\n')[0];
        return new InputException(
            text.Contains("magic bytes", StringComparison.OrdinalIgnoreCase) || text.Contains("footer", StringComparison.OrdinalIgnoreCase)
                || text.Contains("too small to be a Parquet", StringComparison.OrdinalIgnoreCase)
                ? $"this is not a whole Parquet file: it was cut off, or it is of another format ({text})"
                : $"the file cannot be read ({text})",
            file ?? Files.FirstOrDefault(candidate => text.Contains(candidate, StringComparison.Ordinal)) ?? Given);
    }

    private static ImmutableArray<string> FilesAt(string path)
    {
        if (File.Exists(path))
        {
            if (KindOf(path) is null) throw new InputException("the name must end in .csv, .csv.gz or .parquet", path);
            return [path];
        }

        if (!Directory.Exists(path)) throw new InputException("there is no such file or folder", path);
        ImmutableArray<string> files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => KindOf(file) is not null && !IsHidden(Path.GetRelativePath(path, file))).Order(StringComparer.Ordinal)];
        return files.IsEmpty ? throw new InputException("the folder holds no .csv, .csv.gz or .parquet file", path) : files;
    }

    /// <summary>What other programs write aside starts with a dot.</summary>
    private static bool IsHidden(string path) => path.Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.'));

    private static string? KindOf(string file) => Path.GetFileName(file).ToLowerInvariant() switch
    {
        var name when name.EndsWith(".parquet", StringComparison.Ordinal) => "parquet",
        var name when name.EndsWith(".csv", StringComparison.Ordinal) || name.EndsWith(".csv.gz", StringComparison.Ordinal) => "csv",
        _ => null,
    };
}
