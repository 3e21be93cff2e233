namespace SecretMagic.Pipeline;

/// <summary>Which rows of an explosion's table are read; a condition that is null is none.</summary>
public sealed record RowsAsked
{
    /// <summary>Of this item.</summary>
    public string? Item { get; init; }

    /// <summary>At this site; empty is the one without a name.</summary>
    public string? Site { get; init; }

    /// <summary>Not before this day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Not behind this day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Of coverage those alone where something is missing.</summary>
    public bool OnlyShort { get; init; }

    /// <summary>Behind this row in the order of the page.</summary>
    public Key? After { get; init; }

    /// <summary>At most so many, by item, site, day, kind and level; null for all, as they were written.</summary>
    public int? Limit { get; init; }

    /// <summary>What tells one row of a table from another.</summary>
    public sealed record Key(string Item, string Site, DateOnly Date, string Kind, int Level);
}
