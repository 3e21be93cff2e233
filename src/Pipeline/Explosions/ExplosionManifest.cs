using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SecretMagic.Pipeline;

/// <summary>
/// What stands in an explosion's folder, as <c>summary.json</c> beside requirements, coverage and supply. It holds no time and no path of its own, so the
/// same input gives the same bytes.
/// </summary>
public sealed record ExplosionManifest
{
    private static readonly string[] Tables = ["requirements", "coverage", "supply"];

    /// <summary>The name of the file.</summary>
    public const string FileName = "summary.json";

    /// <summary>The status of a result that some of the demand was left out of.</summary>
    public const string Partial = "partial";

    /// <summary>SHA-256 over all that decides the result: inputs, options, version of the software.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The version of the program.</summary>
    public required string Software { get; init; }

    /// <summary>complete; truncated when the recipes are deeper than the levels that were asked for; isolated when cyclic recipes were left out;
    /// partial when branches failed.</summary>
    public required string Status { get; init; }

    /// <summary>The files that went in.</summary>
    public required ImmutableArray<InputFile> Inputs { get; init; }

    /// <summary>Lines of recipes read.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines that hold on no day of the horizon.</summary>
    public required int LinesNeverEffective { get; init; }

    /// <summary>The longest way from a demanded item down.</summary>
    public required int Levels { get; init; }

    /// <summary>Sites, producing ones included.</summary>
    public required int Sites { get; init; }

    /// <summary>The first day of the horizon.</summary>
    public required string FirstDay { get; init; }

    /// <summary>The days of the horizon.</summary>
    public required int Days { get; init; }

    /// <summary>Items that are required on some day.</summary>
    public required int ItemsRequired { get; init; }

    /// <summary>Rows of requirements: an item at a site on a day.</summary>
    public required long RequirementRows { get; init; }

    /// <summary>Rows of coverage.</summary>
    public required long CoverageRows { get; init; }

    /// <summary>Items that are short at some site on some day.</summary>
    public required int MaterialsShort { get; init; }

    /// <summary>True when stock was given; without it every raw material is short.</summary>
    public required bool HasStock { get; init; }

    /// <summary>Items demanded that no recipe and no item list names: they are required as themselves.</summary>
    public required ImmutableArray<string> UnknownItems { get; init; }

    /// <summary>Items with stock that neither a recipe nor the demand names: it is of no use here.</summary>
    public required ImmutableArray<string> UnknownStock { get; init; }

    /// <summary>Items in a cycle of recipes or below one, which were left out.</summary>
    public required ImmutableArray<string> Isolated { get; init; }

    /// <summary>Where the explosion was cut by the level limit.</summary>
    public required ImmutableArray<FrontierItem> Frontier { get; init; }

    /// <summary>What is odd in the recipes, though computable.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>The materials with the greatest part of their requirement missing, at most ten.</summary>
    public required ImmutableArray<Shortage> Shortest { get; init; }

    /// <summary>The branches that failed; null, and not written, when none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<FailedPart>? FailedBranches { get; init; }

    /// <summary>The same, empty when none did.</summary>
    [JsonIgnore]
    public ImmutableArray<FailedPart> Failures => FailedBranches ?? [];

    /// <summary>Reads the summary of a folder; null when there is none.</summary>
    public static ExplosionManifest? Read(string folder) => ResultJson.Read<ExplosionManifest>(Path.Combine(folder, FileName));

    /// <summary>Refuses a folder that holds anything but an earlier result, since it would be replaced whole.</summary>
    /// <exception cref="ConflictException">The folder holds something else.</exception>
    public static void RefuseForeign(string folder)
    {
        if (!Directory.Exists(folder)) return;
        var foreign = Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName)
            .Where(name => name != FileName && !Tables.Any(table => name == table + ".parquet" || name == table + ".csv"))
            .Order(StringComparer.Ordinal).FirstOrDefault();
        if (foreign is not null)
            throw new ConflictException($"{folder} would be replaced whole, but it holds other files ('{foreign}'); choose a new or empty folder for --output");
    }

    /// <summary>True when the tables stand in a folder.</summary>
    public static bool HasItsFiles(string folder) => Directory.Exists(folder)
        && Tables.All(table => File.Exists(Path.Combine(folder, table + ".parquet")) || File.Exists(Path.Combine(folder, table + ".csv")));

    /// <summary>Writes the summary into a folder.</summary>
    public void Write(string folder) => ResultJson.Write(Path.Combine(folder, FileName), this);

    /// <summary>An item at which the explosion was cut, and how much of it was not exploded.</summary>
    public sealed record FrontierItem(string Item, double Quantity);

    /// <summary>A material that is short.</summary>
    /// <param name="Item">Its code.</param>
    /// <param name="Name">Its name, where the item list has one.</param>
    /// <param name="Unit">Its unit, where the item list has one.</param>
    /// <param name="Site">The site.</param>
    /// <param name="FirstDay">The first day on which it is short.</param>
    /// <param name="Gross">What is required over the horizon.</param>
    /// <param name="Short">What of it is missing.</param>
    public sealed record Shortage(string Item, string? Name, string? Unit, string Site, string FirstDay, double Gross, double Short);
}
