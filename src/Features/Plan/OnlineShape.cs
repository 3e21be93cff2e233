namespace SecretMagic.Features;

/// <summary>
/// What an online series keeps, side by side in one piece of memory, so that a row touches few cache lines: for each column the first row
/// with a known value, the state, the states to start corrections from, then the values of each column.
/// </summary>
/// <param name="PlanHash">The plan whose features it carries.</param>
/// <param name="Columns">The columns of a row.</param>
/// <param name="State">The numbers its recurrences carry.</param>
/// <param name="Reach">How many rows before a row its features look at.</param>
/// <param name="Correctable">How many of the last rows can be corrected.</param>
internal sealed record OnlineShape(string PlanHash, int Columns, int State, int Reach, int Correctable)
{
    /// <summary>A correction starts at a multiple of this, the last one before it at which the state was kept.</summary>
    private const int CheckpointRows = 64;

    /// <summary>The rows whose values are kept.</summary>
    public int Kept => checked(Reach + (Correctable == 0 ? 1 : Correctable + CheckpointRows));

    /// <summary>Where the values start.</summary>
    public int ValuesStart => checked(Columns + State + Checkpoints * (1 + State));

    /// <summary>The rows a column has room for: more than are kept, so that they seldom move.</summary>
    public int Room => checked(Kept + Math.Max(16, Kept / 4));

    /// <summary>All numbers.</summary>
    public int Length => checked(ValuesStart + Columns * Room);

    /// <summary>True when the state before a row is kept.</summary>
    public static bool HasCheckpoint(int row) => row % CheckpointRows == 0;

    /// <summary>Where the state stands from which a row can be computed again, behind the number of the row it is for.</summary>
    public Range Checkpoint(int row)
    {
        var start = Columns + State + row / CheckpointRows % Checkpoints * (1 + State);
        return start..(start + 1 + State);
    }

    private int Checkpoints => Correctable == 0 ? 1 : Correctable / CheckpointRows + 2;
}
