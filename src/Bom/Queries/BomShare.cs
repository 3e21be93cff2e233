namespace SecretMagic.Bom;

/// <summary>What a demand gets.</summary>
/// <param name="Item">What is demanded.</param>
/// <param name="Demand">How much.</param>
/// <param name="Quantity">What it gets, at most the demand.</param>
public sealed record BomShare(string Item, double Demand, double Quantity)
{
    /// <summary>The largest whole quantity in it.</summary>
    public double Whole => Math.Floor(Quantity + LotRule.Tolerance);
}
