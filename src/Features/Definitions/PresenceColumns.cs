namespace SecretMagic.Features;

/// <summary>Which columns say what a row is. Rows that are closed, not listed or without stock have no weight in any history feature.</summary>
public sealed record PresenceColumns
{
    /// <summary>The column of the stock: a row with 0 or less has nothing to sell; a missing stock says nothing. Null for none.</summary>
    public string? Stock { get; init; }

    /// <summary>The column that is 0 where the shop is closed; missing says nothing. Null for none.</summary>
    public string? IsOpen { get; init; }

    /// <summary>The column of the static table with the first day on which the product is listed. Null for none.</summary>
    public string? ListedFrom { get; init; }

    /// <summary>The column of the static table with the last day on which it is listed. Null for none.</summary>
    public string? ListedTo { get; init; }

    /// <summary>True: what is sold without stock counts like any other sale.</summary>
    public bool CountsStockOuts { get; init; }

    /// <summary>The rule as a canonical text.</summary>
    internal string Canonical =>
        $"stock={Stock} is_open={IsOpen} listed_from={ListedFrom} listed_to={ListedTo} stock_out={(CountsStockOuts ? "observed" : "censored")}";
}
