namespace SecretMagic.Domain.ApiKeys;

/// <summary>What the holder of a key may do; each role may do what those before it may. The numbers and names are stored.</summary>
public enum KeyRole
{
    /// <summary>Read.</summary>
    Reader = 1,

    /// <summary>Send rows, queue and end batches, choose sources and schedules.</summary>
    Operator = 2,

    /// <summary>Register clients, configure, confirm, issue keys.</summary>
    Admin = 3,
}
