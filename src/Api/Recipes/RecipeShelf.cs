using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Api;

/// <summary>
/// The compiled recipes that were asked for last, by the content of their files: clients with the same recipes share them, and a file that changes is another
/// one. At most <see cref="MostBooks"/>, with <see cref="MostSize"/> lines and items together, unless a single book is larger.
/// </summary>
internal sealed class RecipeShelf(TimeProvider time)
{
    internal const int MostBooks = 16, MostSize = 2_000_000;
    private const int MostStamps = 1_000;
    private static readonly string[] Files = ["bom", "items", "conversions", "outputs", "routes"];

    /// <summary>A file that was written so shortly before may be written again under the same time and length.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _hashes = [];
    private readonly Dictionary<string, Held> _books = [];
    private long _turn;

    /// <summary>How many books are held.</summary>
    internal int Count
    {
        get
        {
            lock (_gate) return _books.Count;
        }
    }

    /// <summary>The files of a client's recipes, under its configuration.</summary>
    /// <exception cref="ProblemException">It has none.</exception>
    internal static RecipeFiles FilesOf(PathClient client, TenantLake lake)
    {
        if (client.State.SourceOf(WorkKind.Bom) is not { } order)
            throw new ProblemException("no-source", $"Client {client.Id} has no source of bom: PUT one.");
        var uploads = new TenantUploads(lake);
        return ClientExplosion.Ordered(client.State, name => order[name] is { } value ? PathOf(client, uploads, value) : null).Recipes;
    }

    /// <summary>Uploads of a client as recipes.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="lake">Where they lie.</param>
    /// <param name="uploads">The name of an upload for each option of files that bom has.</param>
    /// <exception cref="ProblemException">There is no such upload, or no such option.</exception>
    internal static RecipeFiles FilesOf(PathClient client, TenantLake lake, IReadOnlyDictionary<string, string> uploads)
    {
        foreach (var option in uploads.Keys.Where(option => !Files.Contains(option)))
        {
            var words = string.Join(", ", Files);
            throw new ProblemException("value-refused", $"recipes has {FreeText.Shown(option)}: give {words}.", new ProblemError("recipes", words));
        }

        if (!uploads.ContainsKey("bom")) throw new ProblemException("value-refused", "recipes.bom is missing.", new ProblemError("recipes.bom", "an upload"));
        string? Named(string option) => uploads.TryGetValue(option, out var name)
            ? PathOf(client, new TenantUploads(lake), UploadName.Prefix + UploadEndpoints.NameOf(name, $"recipes.{option}")) : null;
        return NamedOptions.Recipes(Named);
    }

    /// <summary>An upload as the file it is now; one that another takes the place of meanwhile is seen by its hash.</summary>
    private static string PathOf(PathClient client, TenantUploads uploads, string value)
    {
        if (!UploadName.TryOf(value, out var name)) return value;
        using var file = uploads.Open(client.Id, name) ?? throw UploadEndpoints.Unknown(client.Id, name);
        return file.Name;
    }

    /// <summary>The recipes in files.</summary>
    /// <exception cref="RecipesRefusedException">They cannot be used.</exception>
    /// <exception cref="InputException">A file cannot be read.</exception>
    internal CompiledRecipes Of(RecipeFiles files, CancellationToken token)
    {
        var (stamp, isSettled) = StampOf(files);
        lock (_gate)
        {
            if (_hashes.TryGetValue(stamp, out var known) && _books.TryGetValue(known, out var held) && held.Book.IsValueCreated) return Used(held);
        }

        while (true)
        {
            token.ThrowIfCancellationRequested();
            var hash = CompiledRecipes.HashOf(files, token);
            Held held;
            lock (_gate)
            {
                // Compiled for whoever asks, so nobody's token stops it.
                if (!_books.TryGetValue(hash, out held!))
                    _books.Add(hash, held = new Held(new Lazy<CompiledRecipes>(() => CompiledRecipes.Open(files, CancellationToken.None))));
            }

            try
            {
                _ = held.Book.Value;
            }
            catch
            {
                lock (_gate) _books.Remove(hash);
                throw;
            }

            // The files are read again by the compiler: another content meanwhile must not stand under this hash.
            if (CompiledRecipes.HashOf(files, token) != hash)
            {
                lock (_gate) _books.Remove(hash);
                continue;
            }

            lock (_gate)
            {
                if (_hashes.Count >= MostStamps) _hashes.Clear();
                if (isSettled) _hashes[stamp] = hash;
                var book = Used(held);
                Trim();
                return book;
            }
        }
    }

    private CompiledRecipes Used(Held held)
    {
        held.Turn = ++_turn;
        return held.Book.Value;
    }

    private void Trim()
    {
        var made = _books.Where(pair => pair.Value.Book.IsValueCreated).OrderByDescending(pair => pair.Value.Turn).ToArray();
        long size = 0;
        for (var at = 0; at < made.Length; at++)
        {
            size += made[at].Value.Book.Value.Size;
            if (at > 0 && (at >= MostBooks || size > MostSize)) _books.Remove(made[at].Key);
        }
    }

    /// <summary>The paths, lengths and times of files; and whether these tell one content from the next.</summary>
    private (string Stamp, bool IsSettled) StampOf(RecipeFiles files)
    {
        string?[] paths = [files.Bom, files.Items, files.Conversions, files.Outputs, files.Routes];
        var parts = new List<string> { $"{files.Cycles} {files.IgnoresProducedAt}" };
        var newest = DateTime.MinValue;
        foreach (var path in paths)
        {
            var entries = path is null ? [] : Directory.Exists(path)
                ? new DirectoryInfo(path).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal).ToArray() : [new FileInfo(path)];
            foreach (var file in entries)
            {
                parts.Add($"{file.FullName} {(file.Exists ? file.Length : -1)} {file.LastWriteTimeUtc.Ticks}");
                if (file.LastWriteTimeUtc > newest) newest = file.LastWriteTimeUtc;
            }

            parts.Add("");
        }

        return (string.Join('\n', parts), time.GetUtcNow().UtcDateTime - newest > Settled);
    }

    private sealed class Held(Lazy<CompiledRecipes> book)
    {
        internal Lazy<CompiledRecipes> Book => book;

        internal long Turn { get; set; }
    }
}
