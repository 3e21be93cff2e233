using System.Collections.Immutable;
using SecretMagic.Bom;
using SecretMagic.Features;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>A recipe book that was read and compiled, for many questions; it holds no file open and never changes.</summary>
public sealed class CompiledRecipes
{
    private const int MostHinted = 10_000;
    private readonly RecipeCompilation _recipes;
    private readonly BomGraph _graph;
    private readonly ImmutableArray<string> _codes;
    private readonly Dictionary<string, BomItem> _items;
    private readonly HashSet<string> _made;

    private CompiledRecipes(RecipeCompilation recipes, BomGraph graph)
    {
        (_recipes, _graph, _codes) = (recipes, graph, recipes.Codes([]));
        _items = recipes.Book.Items.ToDictionary(item => item.Code, StringComparer.Ordinal);
        _made = recipes.Book.Lines.Select(line => line.Parent).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Lines and items: what its memory grows with.</summary>
    public int Size => _recipes.Book.Lines.Length + _codes.Length;

    /// <summary>A hash of what the book says.</summary>
    public string Version => _graph.Version;

    /// <summary>SHA-256 over the bytes of the files and what they are read as.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static string HashOf(RecipeFiles files, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Read(files, plain => HashOfPlain(plain, token), token);
    }

    /// <summary>Reads and compiles files.</summary>
    /// <exception cref="RecipesRefusedException">The recipes cannot be used.</exception>
    /// <exception cref="InputException">A file or a cell cannot be read.</exception>
    public static CompiledRecipes Open(RecipeFiles files, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(files);
        var (recipes, report) = Read(files, plain => BomQuestions.Compiled(plain, token), token);
        return recipes.Compiled.Graph is { } graph && report.Status != "invalid"
            ? new CompiledRecipes(recipes, graph)
            : throw RecipesRefusedException.Of(report) ?? throw new InputException("the recipes cannot be used");
    }

    /// <summary>NDJSON is read as the CSV that says the same.</summary>
    private static T Read<T>(RecipeFiles files, Func<RecipeFiles, T> read, CancellationToken token)
    {
        if (!files.HasJson) return read(files);
        var folder = Directory.CreateTempSubdirectory("secretmagic-recipes-");
        try
        {
            return read(files.In(folder.FullName, token));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string HashOfPlain(RecipeFiles files, CancellationToken token)
    {
        using var database = DuckDatabase.Open(new DuckOptions { Threads = 1 });
        using var connection = database.Connect();
        var hashes = RecipeBook.Open(files, connection, token).Hashes(token).Select(file => $"{file.Role} {file.Name} {file.Sha256}");
        return Fingerprint.Of([$"{files.Cycles} {files.IgnoresProducedAt}", .. hashes]);
    }

    /// <summary>Items by code.</summary>
    /// <param name="prefix">Whose codes begin so; null for all.</param>
    /// <param name="search">Whose code or name has this in it, in capitals or not; null for all.</param>
    /// <param name="after">Behind this code; null from the first one on.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<RecipeItem> Items(string? prefix, string? search, string? after, int limit)
    {
        var from = after is not null && (prefix is null || string.CompareOrdinal(after, prefix) >= 0) ? Behind(after) : FirstFrom(prefix ?? "");
        var items = new List<RecipeItem>();
        for (var at = from; at < _codes.Length && items.Count < limit; at++)
        {
            if (prefix is not null && !_codes[at].StartsWith(prefix, StringComparison.Ordinal)) break;
            if (search is null || Names(_codes[at], search)) items.Add(Known(_codes[at]));
        }

        return items;
    }

    /// <summary>True for an item that the book names.</summary>
    public bool Knows(string item) => _codes.BinarySearch(item, StringComparer.Ordinal) >= 0;

    /// <summary>A sentence that names what was probably meant by an item that the book does not know; empty when nothing is near.</summary>
    public string Hint(string item) => _codes.Length <= MostHinted ? Nearest.Hint(item, _codes) : "";

    /// <summary>An item with what it is made of and what it goes into; null for an unknown one.</summary>
    /// <exception cref="RecipesRefusedException">It was left out because of a cycle.</exception>
    public RecipeItem.Card? Card(string item, DateOnly day, string site)
    {
        if (!Usable(item)) return null;
        var on = new BomDay(_graph, day, site);
        var (parts, uses) = (on.Below(item)!.Value, on.WhereUsed(item)!.Value);
        return new RecipeItem.Card(
            Known(item), Depth(parts, item), [.. parts.Where(part => part.Parent == item).Select(PartOf).OrderBy(part => part.Item, StringComparer.Ordinal)],
            [.. uses.Take(RecipeItem.Card.MostUses).Select(use => new RecipeItem.Use(use.Item, use.Units, use.Shortest, use.Longest))], uses.Length);
    }

    /// <summary>The tree of what a quantity of an item is made of; null for an unknown item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="quantity">How much of it.</param>
    /// <param name="day">The day whose recipes count.</param>
    /// <param name="site">The site whose recipes count.</param>
    /// <param name="most">The most rows.</param>
    /// <exception cref="RecipesRefusedException">It was left out because of a cycle.</exception>
    /// <exception cref="TooManyRowsException">The tree has more rows.</exception>
    /// <exception cref="InputException">A quantity is greater than a number can be.</exception>
    public IReadOnlyList<RecipeItem.Branch>? Tree(string item, double quantity, DateOnly day, string site, int most)
    {
        if (!Usable(item)) return null;
        var below = new BomDay(_graph, day, site).Below(item)!.Value.ToLookup(part => part.Parent, StringComparer.Ordinal);
        var rows = new List<RecipeItem.Branch>();
        var open = new Stack<(int? Parent, int Depth, string Item, double Quantity, bool FromStock)>([(null, 0, item, quantity, false)]);
        while (open.TryPop(out var next))
        {
            if (rows.Count == most) throw new TooManyRowsException($"The tree has more than {most:N0} rows: ask for one of its components.");
            if (!double.IsFinite(next.Quantity)) throw ExplosionRows.Beyond();
            var row = rows.Count;
            var known = _items.GetValueOrDefault(next.Item);
            rows.Add(new RecipeItem.Branch(row, next.Parent, next.Depth, next.Item, known?.Name, known?.Unit, next.Quantity, next.FromStock));
            if (next.FromStock) continue;
            foreach (var part in below[next.Item].OrderByDescending(part => part.Component, StringComparer.Ordinal))
                open.Push((row, next.Depth + 1, part.Component, next.Quantity * part.Units, part.FromStock));
        }

        return rows;
    }

    /// <summary>The recipe of an item as a graph; null for an unknown item.</summary>
    /// <exception cref="RecipesRefusedException">It was left out because of a cycle.</exception>
    public RecipePicture? Picture(string item, DateOnly day, string site) =>
        Usable(item) ? RecipePicture.Of(_recipes.Book, _graph.Isolated, item, day, site) : null;

    private bool Usable(string item)
    {
        if (!Knows(item)) return false;
        if (_graph.Isolated.Contains(item))
            throw new RecipesRefusedException($"{item} was left out because of a cycle.", [], [.. _recipes.Compiled.Cycles.Select(cycle => cycle.ToString())]);
        return _graph.LevelsOf(item) is not null;
    }

    private bool Names(string code, string search) =>
        code.Contains(search, StringComparison.OrdinalIgnoreCase)
        || _items.GetValueOrDefault(code)?.Name?.Contains(search, StringComparison.OrdinalIgnoreCase) == true;

    private RecipeItem Known(string code)
    {
        var (item, levels) = (_items.GetValueOrDefault(code), _graph.LevelsOf(code));
        return new RecipeItem(code, item?.Name, item?.Unit, _made.Contains(code), levels?.Longest, levels?.Shortest);
    }

    private RecipeItem.Part PartOf(BomPart part)
    {
        var item = _items.GetValueOrDefault(part.Component);
        return new RecipeItem.Part(part.Component, item?.Name, item?.Unit, part.Units, part.Fixed, part.FromStock);
    }

    /// <summary>The longest way down: parts stand by the component, each behind all that need it.</summary>
    private static int Depth(ImmutableArray<BomPart> parts, string item)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal) { [item] = 0 };
        foreach (var part in parts)
            if (!part.FromStock) depths[part.Component] = Math.Max(depths.GetValueOrDefault(part.Component), depths[part.Parent] + 1);
        return Math.Max(depths.Values.Max(), parts.IsEmpty ? 0 : 1);
    }

    private int FirstFrom(string code) => _codes.BinarySearch(code, StringComparer.Ordinal) is var at && at >= 0 ? at : ~at;

    private int Behind(string code) => _codes.BinarySearch(code, StringComparer.Ordinal) is var at && at >= 0 ? at + 1 : ~at;
}
