using SecretMagic.Bom;
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

    /// <summary>
    /// What cannot be exploded is left out and named, and everything else is done; false refuses all of it. A dish with more levels than are exploded is left
    /// out, too.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>How branches of a partial explosion are tried again.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>How many branches run at once; null is one less than there are cores. No result depends on it.</summary>
    internal int? Threads { get; init; }

    /// <summary>Told the number of a branch at the beginning of each attempt: the place at which tests let a disk fail.</summary>
    internal Action<int>? BranchBegins { get; init; }

    /// <summary>The same under a configuration.</summary>
    /// <param name="maxLevels">The deepest level that is exploded.</param>
    /// <param name="namesCycles">False to isolate cyclic recipes.</param>
    /// <param name="includesProducedAt">False to make everything where it is needed.</param>
    public ExplosionBatchOptions Under(int maxLevels, bool namesCycles, bool includesProducedAt) => this with
    {
        MaxLevels = maxLevels,
        Recipes = Recipes with { Cycles = namesCycles ? CycleDetection.Fail : CycleDetection.Isolate, IgnoresProducedAt = !includesProducedAt },
    };
}
