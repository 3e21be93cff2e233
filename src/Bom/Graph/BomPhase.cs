namespace SecretMagic.Bom;

/// <summary>A stretch of days with one order of items in which every item stands after all that need it.</summary>
/// <param name="Days">The days.</param>
/// <param name="Order">Rows in that order; null when it is the order of the rows.</param>
internal sealed record BomPhase(DayRange Days, int[]? Order)
{
    internal int Row(int place) => Order is null ? place : Order[place];
}
