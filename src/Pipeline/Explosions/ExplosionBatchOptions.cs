using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>What an explosion reads and writes.</summary>
public sealed record ExplosionBatchOptions
{
    /// <summary>The recipe book.</summary>
    public required RecipeFiles Recipes { get; init; }

    /// <summary>Demand: item, date, quantity [, site].</summary>
    public required string Demand { get; init; }

    /// <summary>Stock: item, quantity [, site, date]; null for none.</summary>
    public string? Stock { get; init; }

    /// <summary>The folder of the result; it is replaced whole.</summary>
    public required string Output { get; init; }

    /// <summary>The deepest level that is exploded.</summary>
    public int MaxLevels { get; init; } = 5;

    /// <summary>The format of the files.</summary>
    public LakeFormat Format { get; init; } = LakeFormat.Parquet;
}
