namespace SecretMagic.Domain.Explosions;

/// <summary>How the last explosion of a client went. The numbers and names are stored.</summary>
public enum ExplosionStatus
{
    /// <summary>It runs.</summary>
    Running = 1,

    /// <summary>It is done.</summary>
    Done = 2,

    /// <summary>It failed; what was processed before still holds.</summary>
    Failed = 3,
}
