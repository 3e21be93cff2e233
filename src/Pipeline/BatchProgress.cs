namespace SecretMagic.Pipeline;

/// <summary>How far a batch is.</summary>
/// <param name="Stage">What it does now, in words for people.</param>
/// <param name="Done">Rows done in this stage.</param>
/// <param name="Total">Rows to do in this stage; 0 while unknown.</param>
public readonly record struct BatchProgress(string Stage, long Done, long Total)
{
    /// <summary>The blocks that are finished, those of an earlier run included.</summary>
    public int BlocksDone { get; init; }

    /// <summary>All blocks; 0 where the stage has none, 1 where nothing is kept of a run that ends before its time.</summary>
    public int Blocks { get; init; }
}
