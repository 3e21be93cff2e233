namespace SecretMagic.Bom;

/// <summary>Where the netting of one item at one site stands before a position: what a tile hands to the next.</summary>
internal struct NetState
{
    /// <summary>What is left of stock, receipts and surplus of earlier orders.</summary>
    internal double Left;

    /// <summary>What is left of stock and receipts alone: what is bought has not come.</summary>
    internal double Real;

    /// <summary>What is left where alternates share stock.</summary>
    internal double Shared;

    /// <summary>The first position whose receipts were not counted.</summary>
    internal int Next;

    /// <summary>The first position that the last order is not for.</summary>
    internal int OrderedUntil;

    /// <summary>The site keeps the item, so its safety stock is ordered: it has stock, or something was needed.</summary>
    internal bool IsKept;
}
