namespace SecretMagic.Pipeline;

/// <summary>A batch was cancelled after some of its blocks were finished: they are kept, and the same request goes on behind them.</summary>
/// <param name="kept">How many are kept.</param>
/// <param name="blocks">How many there are.</param>
/// <param name="token">The token that cancelled it.</param>
public sealed class UnfinishedBatchException(int kept, int blocks, CancellationToken token)
    : OperationCanceledException($"{kept} of {blocks} blocks are kept; the same again goes on behind them", token)
{
    /// <summary>How many blocks are kept.</summary>
    public int Kept { get; } = kept;

    /// <summary>How many there are.</summary>
    public int Blocks { get; } = blocks;
}
