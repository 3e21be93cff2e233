namespace SecretMagic.Features;

/// <summary>
/// The column that says for which share of its period a row could sell: the shop open, the item in stock. A row counts with its share: 1 in full,
/// 0 not at all; where the share is missing nothing is said, so the row counts in full.
/// </summary>
/// <param name="Column">The position of the column in the panel.</param>
/// <param name="Name">Its name.</param>
internal sealed record OpenShare(int Column, string Name)
{
    /// <summary>Shares are decimals, and ten tenths add up to a little less than 1: that much counts as enough for min_samples.</summary>
    private const double Slack = 1e-9;

    /// <summary>The column as it is read.</summary>
    public History History => History.AsItIs(Column, Name);

    /// <summary>True for a share that can be, or a missing one.</summary>
    public static bool Holds(double share) => double.IsNaN(share) || share is >= 0 and <= 1;

    /// <summary>The weight of a row; 0 where its value is missing.</summary>
    public static double WeightOf(double value, double share) => double.IsNaN(value) ? 0 : double.IsNaN(share) ? 1 : share;

    /// <summary>The least sum of weights that is enough.</summary>
    public static double Least(int minSamples) => minSamples - Slack;
}
