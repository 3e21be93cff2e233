using SecretMagic.Bom;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// An explosion of rows that a caller gives, answered at once. Law: what comes out is what <see cref="ExplosionBatch"/> makes of files with these rows.
/// </summary>
public sealed record GivenExplosion
{
    /// <summary>Lines of recipes; null when <see cref="Recipes"/> has them.</summary>
    public GivenTable? Lines { get; init; }

    /// <summary>Or recipes from files, CSV, Parquet or NDJSON; null for none.</summary>
    public RecipeFiles? Recipes { get; init; }

    /// <summary>Items; null for none.</summary>
    public GivenTable? Items { get; init; }

    /// <summary>Demand.</summary>
    public required GivenTable Demand { get; init; }

    /// <summary>Stock; null for none.</summary>
    public GivenTable? Stock { get; init; }

    /// <summary>The deepest level that is exploded.</summary>
    public int MaxLevels { get; init; } = 5;

    /// <summary>What cannot be exploded is left out and named.</summary>
    public bool IsPartial { get; init; }

    /// <summary>More rows than these are not answered.</summary>
    public long MostRows { get; init; } = long.MaxValue;

    /// <summary>Explodes.</summary>
    /// <param name="time">Measures waits.</param>
    /// <param name="token">Stops.</param>
    /// <returns>The answer; its rows are null when they are more than <see cref="MostRows"/>.</returns>
    /// <exception cref="RecipesRefusedException">The recipes cannot be used.</exception>
    /// <exception cref="InputException">Something else cannot be used; files are named lines, items, demand and stock.</exception>
    public Answer Run(TimeProvider time, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("secretmagic-");
        try
        {
            return Run(folder.FullName, time, token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Answer Run(string folder, TimeProvider time, CancellationToken token)
    {
        var options = new ExplosionBatchOptions
        {
            Recipes = Recipes?.In(folder, token)
                ?? new RecipeFiles { Bom = Place("lines", Lines!), Items = Items is null ? null : Place("items", Items) },
            Demand = Place("demand", Demand),
            Stock = Stock is null ? null : Place("stock", Stock),
            Output = Path.Combine(folder, "out"),
            MaxLevels = MaxLevels,
            IsPartial = IsPartial,
        };
        try
        {
            using var database = DuckDatabase.Open(ExplosionRows.Bounded with { TempDirectory = Path.Combine(folder, "duck") });
            var report = ExplosionBatch.Run(options, database, Silence.Instance, time, token).Report;
            var told = report with
            {
                Warnings = [.. report.Warnings.Select(Bare)],
                FailedBranches = report.FailedBranches is { } failed ? [.. failed.Select(part => part with { Reason = Bare(part.Reason) })] : null,
            };
            return report.RequirementRows + report.CoverageRows > MostRows
                ? new Answer(told, null, null)
                : new Answer(
                    told, ExplosionRows.Requirements(options.Output, new RowsAsked(), database, token),
                    ExplosionRows.Coverage(options.Output, new RowsAsked(), database, token));
        }
        catch (ArgumentException overflow) when (overflow.Message.Contains("infinity", StringComparison.OrdinalIgnoreCase))
        {
            // The summary is JSON, which has no infinite numbers.
            throw ExplosionRows.Beyond();
        }
        catch (Exception wrong) when (wrong is InputException or BomCyclicDependencyException)
        {
            throw Told(wrong, options, token);
        }

        string Place(string name, GivenTable table) => table.Write(Path.Combine(folder, name + ".csv"));

        string Bare(string text) => text.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

        Exception Told(Exception wrong, ExplosionBatchOptions given, CancellationToken stop)
        {
            if (wrong is InputException { File: not null } cell) return Named(cell);
            try
            {
                if (RecipesRefusedException.Of(BomQuestions.Check(given.Recipes, stop)) is { } refused) return refused;
            }
            catch (InputException unreadable)
            {
                return Named(unreadable);
            }

            return wrong is InputException other ? Named(other) : wrong;
        }

        InputException Named(InputException cell) =>
            new(Bare(cell.Problem), cell.File is { } file ? Path.GetFileNameWithoutExtension(file) : null, cell.Line, cell.Column);
    }

    /// <summary>What came out.</summary>
    /// <param name="Summary">What <c>summary.json</c> says.</param>
    /// <param name="Requirements">The requirements, as they were written.</param>
    /// <param name="Coverage">The coverage, where something is missing first.</param>
    public sealed record Answer(ExplosionManifest Summary, IReadOnlyList<RequiredRow>? Requirements, IReadOnlyList<CoveredRow>? Coverage);

    private sealed class Silence : IProgress<BatchProgress>
    {
        internal static readonly Silence Instance = new();

        public void Report(BatchProgress value)
        {
            // Nobody waits to see it.
        }
    }
}
