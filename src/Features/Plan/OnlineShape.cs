namespace SecretMagic.Features;

/// <summary>How much an online series keeps.</summary>
/// <param name="Columns">The columns of a row.</param>
/// <param name="State">The numbers its recurrences carry.</param>
/// <param name="Reach">How many rows before a row its features look at.</param>
/// <param name="Correctable">How many of the last rows can be corrected.</param>
internal readonly record struct OnlineShape(int Columns, int State, int Reach, int Correctable)
{
    /// <summary>A correction starts at a multiple of this, the last one before it at which the state was kept.</summary>
    public const int CheckpointRows = 64;

    /// <summary>The rows whose values are kept.</summary>
    public int Kept => checked(Reach + (Correctable == 0 ? 1 : Correctable + CheckpointRows));

    /// <summary>The states that are kept.</summary>
    public int Checkpoints => Correctable == 0 ? 1 : Correctable / CheckpointRows + 2;
}
