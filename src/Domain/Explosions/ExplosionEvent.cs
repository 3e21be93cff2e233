namespace SecretMagic.Domain.Explosions;

/// <summary>What can happen to the explosions of a client.</summary>
public abstract record ExplosionEvent : Event
{
    private ExplosionEvent()
    {
    }

    /// <summary>A batch explodes the recipes.</summary>
    public sealed record Started(BatchId Batch) : ExplosionEvent;

    /// <summary>It is done.</summary>
    public sealed record Completed(BatchId Batch, long Records) : ExplosionEvent;

    /// <summary>It failed.</summary>
    public sealed record Failed(BatchId Batch, string Error) : ExplosionEvent;
}
