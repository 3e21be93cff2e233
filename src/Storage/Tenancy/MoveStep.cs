namespace SecretMagic.Storage.Tenancy;

/// <summary>How far a move has come.</summary>
public enum MoveStep
{
    /// <summary>It is stored that the client moves: nothing new is registered.</summary>
    Begun,

    /// <summary>A result stands whole at its new place; readers get the old one.</summary>
    ResultPlaced,

    /// <summary>Tables of features are read at their new place.</summary>
    TablesMoved,

    /// <summary>Results are read at their new place, and new ones are registered again.</summary>
    Finished,

    /// <summary>Nothing is left at the old place.</summary>
    OldRemoved,
}
