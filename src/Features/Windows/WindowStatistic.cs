namespace SecretMagic.Features;

/// <summary>A statistic over a sliding window: which monoid it folds and what it reads from it.</summary>
internal abstract class WindowStatistic
{
    /// <summary>How it is read from exact sums; null when it is none of sums.</summary>
    public virtual SumStatistic? Sums => null;

    /// <summary>1 for the smallest value of a window, -1 for the largest; 0 for anything else.</summary>
    public virtual int Extreme => 0;

    /// <summary>The operator in a canonical form: name, window and what else decides the bits.</summary>
    public abstract string Canonical(int window, int minSamples);

    /// <summary>Evaluates a group of blocks: see <see cref="BlockGroup.Evaluate{T, TState, TReading}"/>.</summary>
    public abstract void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output)
        where T : unmanaged, ILanes<T>;
}
