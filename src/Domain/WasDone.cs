namespace SecretMagic.Domain;

/// <summary>The question whether a command was done, among the last ones that an entity remembers.</summary>
/// <param name="Entity">Who was told.</param>
/// <param name="Command">Which command.</param>
public sealed record WasDone(EntityId Entity, CommandId Command) : Query<WasDone.Found>(Entity)
{
    /// <summary>The answer.</summary>
    /// <param name="Version">The version that its first answer named; null when it is not known.</param>
    public sealed record Found(long? Version);
}
