namespace SecretMagic.Features;

/// <summary>The count of a window without gaps, and what divisions by it need: made once a window.</summary>
internal sealed class FullCount(int window)
{
    public double Pairs { get; } = (double)window * (window - 1);

    public int Window => window;

    public double Reciprocal { get; } = 1.0 / window;

    public double PairsReciprocal { get; } = 1 / ((double)window * (window - 1));
}
