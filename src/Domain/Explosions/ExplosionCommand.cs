namespace SecretMagic.Domain.Explosions;

/// <summary>What the explosions of a client can be told. When the answer is Accepted, the change is stored and in force.</summary>
/// <param name="Client">Whose recipes.</param>
/// <param name="Stamp">Which command, whose, when.</param>
public abstract record ExplosionCommand(TenantId Client, Stamp Stamp) : Command(Stamp)
{
    /// <inheritdoc/>
    public sealed override EntityId Entity => EntityId.Explosion(Client);

    /// <summary>Begin, for a batch. While another batch explodes, it is rejected; the same batch may begin again.</summary>
    public sealed record Start(TenantId Client, Stamp Stamp, BatchId Batch) : ExplosionCommand(Client, Stamp);

    /// <summary>Be done, with so many records.</summary>
    public sealed record Complete(TenantId Client, Stamp Stamp, BatchId Batch, long Records) : ExplosionCommand(Client, Stamp);

    /// <summary>Have failed.</summary>
    public sealed record Fail(TenantId Client, Stamp Stamp, BatchId Batch, string Error) : ExplosionCommand(Client, Stamp);
}
