namespace SecretMagic.Bom;

/// <summary>How much can be built.</summary>
/// <param name="Quantity">The largest quantity; infinite when nothing limits it.</param>
/// <param name="Limit">A material that is lacking for more; null for none.</param>
public sealed record BomBuild(double Quantity, string? Limit)
{
    /// <summary>The largest whole quantity.</summary>
    public double Whole => Math.Floor(Quantity + LotRule.Tolerance);
}
