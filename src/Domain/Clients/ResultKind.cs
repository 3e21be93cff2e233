namespace SecretMagic.Domain.Clients;

/// <summary>What a result holds. The numbers and names are stored, and are folders.</summary>
public enum ResultKind
{
    /// <summary>Features of series.</summary>
    Features = 1,

    /// <summary>What recipes demand.</summary>
    Requirements = 2,

    /// <summary>How far stock and plans cover what is demanded.</summary>
    Coverage = 3,
}
