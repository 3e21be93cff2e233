namespace SecretMagic.Domain.Clients;

/// <summary>Whether a client is served. The numbers and names are stored.</summary>
public enum ClientStatus
{
    /// <summary>Served.</summary>
    Active = 1,

    /// <summary>Not processed until it is active again; its configuration may be changed.</summary>
    Suspended = 2,

    /// <summary>Kept for the record; nothing about it changes any more.</summary>
    Archived = 3,
}
