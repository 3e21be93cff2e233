using System.Collections.Immutable;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>What an explosion was asked for, opened: the files by their hashes and the identity of the result, and once it is said where it goes.</summary>
public sealed class ExplosionRequest
{
    private ExplosionRequest(ExplosionBatchOptions options, ImmutableArray<InputFile> inputs, TimeProvider time, long started)
    {
        (Options, Inputs, Time, Started, Place) = (options, inputs, time, started, options.Output);
        List<string> parts = ["explosion", options.MaxLevels.ToString(), options.Format.ToString(), options.Recipes.Cycles.ToString()];
        if (options.IsPartial) parts.Add("partial");
        if (options.Recipes.IgnoresProducedAt) parts.Add("ignores produced_at");
        Fingerprint = Pipeline.Fingerprint.Of([.. parts, .. inputs.Select(file => $"{file.Role} {file.Name} {file.Sha256}")]);
    }

    /// <summary>What was asked.</summary>
    public ExplosionBatchOptions Options { get; }

    /// <summary>SHA-256 over all that decides the result.</summary>
    public string Fingerprint { get; }

    /// <summary>The folder of the result.</summary>
    internal string Place { get; private init; }

    /// <summary>The files that go in.</summary>
    internal ImmutableArray<InputFile> Inputs { get; }

    internal TimeProvider Time { get; }

    /// <summary>When it was opened.</summary>
    internal long Started { get; }

    /// <summary>Reads the names of columns and the hashes.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="time">Measures how long the batch takes, and its waits.</param>
    /// <param name="token">Stops between two files.</param>
    /// <exception cref="InputException">An option or a file cannot be used.</exception>
    public static ExplosionRequest Open(ExplosionBatchOptions options, TimeProvider time, CancellationToken token)
    {
        using var database = DuckDatabase.Open(new DuckOptions());
        return Open(options, database, time, token);
    }

    internal static ExplosionRequest Open(ExplosionBatchOptions options, DuckDatabase database, TimeProvider time, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var started = time.GetTimestamp();
        if (options.MaxLevels < 1) throw new InputException($"{options.MaxLevels} levels explode nothing; give 1 or more", column: "--max-levels");
        using var connection = database.Connect();
        var book = RecipeBook.Open(options.Recipes, connection, token);
        var (demand, stock) = Tables(options, connection, token);
        return new ExplosionRequest(
            options, [.. book.Hashes(token), .. InputFile.Of("demand", demand, token), .. InputFile.Of("stock", stock, token)], time, started);
    }

    /// <summary>The same with the result elsewhere.</summary>
    public ExplosionRequest At(string folder) => new(Options, Inputs, Time, Started) { Place = folder };

    /// <summary>The tables of demand and stock.</summary>
    internal static (InputTable Demand, InputTable? Stock) Tables(ExplosionBatchOptions options, DuckConnection connection, CancellationToken token) =>
    (
        InputTable.OpenIfGiven(options.Demand, connection, token, "item", "date", "quantity")!,
        InputTable.OpenIfGiven(options.Stock, connection, token, "item", "quantity")
    );

    /// <summary>What stands at the place, when it is of this request and nothing in it failed of what may pass; null otherwise.</summary>
    internal ExplosionManifest? Finished() =>
        ExplosionManifest.Read(Place) is { } earlier && earlier.Fingerprint == Fingerprint && !earlier.Failures.Any(branch => branch.MayPass) ? earlier : null;
}
