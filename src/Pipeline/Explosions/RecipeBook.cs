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
        ("bom", BomSource.Lines, InputTable.OpenIfGiven(files.Bom, connection, token, "parent", "component", "quantity")),
        ("items", BomSource.Items, InputTable.OpenIfGiven(files.Items, connection, token, "item")),
        ("conversions", BomSource.Conversions, InputTable.OpenIfGiven(files.Conversions, connection, token, "from", "to", "factor")),
        ("outputs", BomSource.Outputs, InputTable.OpenIfGiven(files.Outputs, connection, token, "process", "item", "quantity")),
        ("routes", BomSource.Routes, InputTable.OpenIfGiven(files.Routes, connection, token, "item", "site", "from")),
    ]);

    /// <summary>The files with their hashes.</summary>
    public IEnumerable<InputFile> Hashes(CancellationToken token) => _tables.SelectMany(table => InputFile.Of(table.Role, table.Table, token));

    /// <summary>Reads the files and compiles them. What is wrong with single cells is thrown, what is wrong with recipes is in the findings.</summary>
    /// <exception cref="InputException">A cell cannot be read.</exception>
    public RecipeCompilation Compile(BomFiles files, CancellationToken token)
    {
        ImmutableArray<T> Read<T>(BomSource source, Func<InputTable, ImmutableArray<T>> read) => Table(source) is { } table ? read(table) : [];
        var book = new BomBook
        {
            Lines = MadeAnywhere(Read(BomSource.Lines, files.Lines)),
            Items = MadeAnywhere(Read(BomSource.Items, files.Items)),
            Conversions = Read(BomSource.Conversions, files.Conversions),
            Outputs = Read(BomSource.Outputs, files.Outputs),
            Routes = Read(BomSource.Routes, files.Routes),
            Cycles = _files.Cycles,
        };
        var compiled = BomGraph.Compile(book);
        return new RecipeCompilation(book, compiled, Placed(compiled, token));
    }

    /// <summary>The same files with a part of the book.</summary>
    public RecipeCompilation Again(RecipeCompilation recipes, BomCompilation part, CancellationToken token) =>
        recipes with { Compiled = part, Findings = Placed(part, token) };

    /// <summary>Reads a demand.</summary>
    /// <exception cref="InputException">A row cannot be used; the message has all of them.</exception>
    public BomDemand Demand(BomFiles files, InputTable table, CancellationToken token)
    {
        var demand = files.Demand(table);
        Refuse(demand.Findings, table, token);
        return demand;
    }

    /// <summary>Reads a stock.</summary>
    /// <exception cref="InputException">A row cannot be used; the message has all of them.</exception>
    public BomStock Stock(BomFiles files, InputTable table, CancellationToken token)
    {
        var stock = files.Stock(table);
        Refuse(stock.Findings, table, token);
        return stock;
    }

    /// <summary>Refuses a book where a finding is an error, and names the cycles, too.</summary>
    public static void Refuse(IEnumerable<RecipeFinding> findings, ImmutableArray<BomCycle> cycles)
    {
        var errors = findings.Where(finding => finding.IsError).ToArray();
        if (errors.Length == 0) return;
        var more = errors.Length > Shown ? $"\nand {errors.Length - Shown:N0} more; 'secretmagic bom check' lists all" : "";
        var circles = string.Concat(cycles.Take(Shown).Select(cycle => $"\nBOM cycle: {cycle}"));
        throw new InputException(string.Join('\n', errors.Take(Shown).Select(finding => finding.ToString())) + more + circles);
    }

    private ImmutableArray<RecipeFinding> Placed(BomCompilation compiled, CancellationToken token) =>
        [.. compiled.Findings.Select(finding => Place(finding, Table(finding.Source)!, token))];

    private ImmutableArray<BomLine> MadeAnywhere(ImmutableArray<BomLine> lines) =>
        _files.IgnoresProducedAt ? [.. lines.Select(line => line with { ProducedAt = null })] : lines;

    private ImmutableArray<BomItem> MadeAnywhere(ImmutableArray<BomItem> items) =>
        _files.IgnoresProducedAt ? [.. items.Select(item => item with { ProducedAt = null })] : items;

    private void Refuse(ImmutableArray<BomFinding> findings, InputTable table, CancellationToken token) =>
        Refuse([.. findings.Where(finding => finding.IsError).Take(Shown + 1).Select(finding => Place(finding, table, token))], []);

    private InputTable? Table(BomSource source) => _tables.First(table => table.Source == source).Table;

    private RecipeFinding Place(BomFinding finding, InputTable table, CancellationToken token)
    {
        var (file, line) = table.Locate(_connection, finding.Origin, token);
        return new RecipeFinding(finding.IsError ? "error" : "warning", finding.Code, file, line, finding.Message);
    }
}
