using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>The files of a recipe book.</summary>
public sealed record RecipeFiles
{
    /// <summary>Lines: parent, component, quantity and more (docs/BOM_EXPLOSION.md).</summary>
    public required string Bom { get; init; }

    /// <summary>Items: item [, name, unit, scrap, yield, produced_at, ...]; null for none.</summary>
    public string? Items { get; init; }

    /// <summary>Conversions between units: from, to, factor [, item]; null for none.</summary>
    public string? Conversions { get; init; }

    /// <summary>By- and co-products: process, item, quantity [, per, drives]; null for none.</summary>
    public string? Outputs { get; init; }

    /// <summary>From where sites take items whole: item, site, from [, days]; null for none.</summary>
    public string? Routes { get; init; }

    /// <summary>What becomes of recipes that need themselves.</summary>
    public CycleDetection Cycles { get; init; }

    /// <summary>True to make everything where it is needed, whatever produced_at says; routes hold nevertheless.</summary>
    public bool IgnoresProducedAt { get; init; }

    /// <summary>The same files in a folder under the names of their members, NDJSON as the CSV that says the same.</summary>
    internal RecipeFiles In(string folder, CancellationToken token)
    {
        return this with
        {
            Bom = Place(Bom, "lines")!,
            Items = Place(Items, "items"),
            Conversions = Place(Conversions, "conversions"),
            Outputs = Place(Outputs, "outputs"),
            Routes = Place(Routes, "routes"),
        };

        string? Place(string? path, string name)
        {
            if (path is null) return null;
            var isJson = JsonLines.IsName(path);
            var to = Path.Combine(folder, name + (isJson ? ".csv" : Path.GetExtension(path)));
            if (isJson) RowFile.ToCsv(path, to, token);
            else File.CreateSymbolicLink(to, path);
            return to;
        }
    }

    /// <summary>True when a file is NDJSON.</summary>
    internal bool HasJson => ((string?[])[Bom, Items, Conversions, Outputs, Routes]).Any(path => path is not null && JsonLines.IsName(path));
}
