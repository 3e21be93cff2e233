namespace SecretMagic.Domain;

/// <summary>
/// A wish to change an entity. An accepted command leaves at least one event, whose stamp is the command's; so a command that is sent again is found in
/// the journal and answered as the first time. A rejected command changed nothing and is decided anew when it is sent again.
/// </summary>
/// <param name="Stamp">Which command, whose, when.</param>
public abstract record Command(Stamp Stamp)
{
    /// <summary>
    /// The version that the entity must have, so that nobody's change is overwritten unseen; null for any. On another one the command is rejected with
    /// <c>version-changed</c>.
    /// </summary>
    public long? Expected { get; init; }

    /// <summary>The entity that decides it.</summary>
    public abstract EntityId Entity { get; }
}
