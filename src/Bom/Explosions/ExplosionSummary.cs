using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>What an explosion or a coverage did.</summary>
public sealed record ExplosionSummary
{
    /// <summary>Whether the result is whole.</summary>
    public required ExplosionStatus Status { get; init; }

    /// <summary>Where it was cut: items with a recipe that was not followed, by code, each with the quantity not exploded.</summary>
    public required ImmutableArray<Cut> Frontier { get; init; }

    /// <summary>Items left out because they are in a cycle or below one: what is required of them is not known.</summary>
    public ImmutableArray<string> Isolated { get; init; } = [];

    /// <summary>Items that are required on some day.</summary>
    public required int ItemsRequired { get; init; }

    /// <summary>Items demanded that no line and no item entry names: they are required as themselves.</summary>
    public required ImmutableArray<string> UnknownItems { get; init; }

    /// <summary>Lines of the graph.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines that hold on no day of the horizon.</summary>
    public required int LinesNeverEffective { get; init; }

    /// <summary>The longest way from what is demanded down to a raw material or the frontier: 0 when nothing is exploded.</summary>
    public required int Levels { get; init; }

    /// <summary>Sites, producing ones included.</summary>
    public required int Sites { get; init; }

    /// <summary>Days of the horizon.</summary>
    public required int Days { get; init; }

    /// <summary>Items at sites that were handed over, on whatever days.</summary>
    public required long Rows { get; init; }

    /// <summary>Items short at some site on some day; null where no stock was asked about.</summary>
    public int? ItemsShort { get; init; }

    /// <summary>An item at which an explosion was cut, and the quantity of it that was not exploded.</summary>
    public sealed record Cut(string Item, double Quantity);
}
