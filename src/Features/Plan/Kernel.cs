namespace SecretMagic.Features;

/// <summary>Computes one or more features of a tile and hands them to the tile's writer. Owned by one worker, with its own
/// scratch.</summary>
internal abstract class Kernel : IDisposable
{
    /// <param name="tile">The rows.</param>
    /// <param name="state">The state of the series, all of the plan; a kernel knows its part.</param>
    public abstract void Run(Tile tile, Span<double> state);

    /// <summary>Gives back scratch outside the garbage collector.</summary>
    public virtual void Dispose()
    {
    }
}
