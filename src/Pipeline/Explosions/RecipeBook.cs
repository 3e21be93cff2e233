using System.Collections.Immutable;
using SecretMagic.Bom;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>A recipe book in files: opened, read and compiled, its findings placed in file and line.</summary>
internal sealed class RecipeBook
{
    /// <summary>Findings that are shown at once.</summary>
    private const int Shown = 20;

    private readonly RecipeFiles _files;
    private readonly DuckConnection _connection;
    private readonly ImmutableArray<(string Role, BomSource Source, InputTable? Table)> _tables;

    private RecipeBook(RecipeFiles files, DuckConnection connection, ImmutableArray<(string, BomSource, InputTable?)> tables) =>
        (_files, _connection, _tables) = (files, connection, tables);

    /// <summary>Opens the files; reads no more than the names of their columns.</summary>
    /// <exception cref="InputException">A file or a column is missing.</exception>
    public static RecipeBook Open(RecipeFiles files, DuckConnection connection, CancellationToken token) => new(files, connection,
    [
        ("bom", BomSource.Lines, Open(files.Bom, connection, token, "parent", "component", "quantity")),
        ("items", BomSource.Items, Open(files.Items, connection, token, "item")),
        ("conversions", BomSource.Conversions, Open(files.Conversions, connection, token, "from", "to", "factor")),
        ("outputs", BomSource.Outputs, Open(files.Outputs, connection, token, "process", "item", "quantity")),
        ("routes", BomSource.Routes, Open(files.Routes, connection, token, "item", "site", "from")),
    ]);

    /// <summary>Opens a table, unless there is none; demands columns.</summary>
    public static InputTable? Open(string? path, DuckConnection connection, CancellationToken token, params ReadOnlySpan<string> columns)
    {
        if (path is null) return null;
        var table = InputTable.Open(path, connection, token);
        table.Require(columns);
        return table;
    }

    /// <summary>The files with their hashes.</summary>
    public IEnumerable<InputFile> Hashes(CancellationToken token) => _tables.SelectMany(table => InputFile.Of(table.Role, table.Table, token));

    /// <summary>Reads the files and compiles them. What is wrong with single cells is thrown, what is wrong with recipes is in the findings.</summary>
    /// <exception cref="InputException">A cell cannot be read.</exception>
    public RecipeCompilation Compile(BomFiles files, CancellationToken token)
    {
        ImmutableArray<T> Read<T>(BomSource source, Func<InputTable, ImmutableArray<T>> read) => Table(source) is { } table ? read(table) : [];
        var book = new BomBook
        {
            Lines = Read(BomSource.Lines, files.Lines),
            Items = Read(BomSource.Items, files.Items),
            Conversions = Read(BomSource.Conversions, files.Conversions),
            Outputs = Read(BomSource.Outputs, files.Outputs),
            Routes = Read(BomSource.Routes, files.Routes),
            Cycles = _files.Cycles,
        };
        var compiled = BomGraph.Compile(book);
        var findings = compiled.Findings.Select(finding => Place(finding, Table(finding.Source)!, token)).ToImmutableArray();
        return new RecipeCompilation(book, compiled, findings);
    }

    /// <summary>Refuses rows of a table.</summary>
    /// <exception cref="InputException">A finding is an error; the message has all of them.</exception>
    public void Refuse(ImmutableArray<BomFinding> findings, InputTable table, CancellationToken token) =>
        Refuse([.. findings.Where(finding => finding.IsError).Take(Shown + 1).Select(finding => Place(finding, table, token))]);

    /// <summary>Refuses a book.</summary>
    public static void Refuse(IEnumerable<RecipeFinding> findings)
    {
        var errors = findings.Where(finding => finding.IsError).ToArray();
        if (errors.Length == 0) return;
        var more = errors.Length > Shown ? $"\nand {errors.Length - Shown:N0} more; 'secretmagic bom check' lists all" : "";
        throw new InputException(string.Join('\n', errors.Take(Shown).Select(finding => finding.ToString())) + more);
    }

    private InputTable? Table(BomSource source) => _tables.First(table => table.Source == source).Table;

    private RecipeFinding Place(BomFinding finding, InputTable table, CancellationToken token)
    {
        var (file, line) = table.Locate(_connection, finding.Origin, token);
        return new RecipeFinding(finding.IsError ? "error" : "warning", finding.Code, file, line, finding.Message);
    }
}
