namespace SecretMagic.Domain.Clients;

/// <summary>
/// The right to process a client's data under one configuration. Only an active client whose configuration is confirmed gives it, and a batch is
/// neither queued nor started without it.
/// </summary>
public sealed record Clearance
{
    internal Clearance(TenantId client, int revision) => (Client, Revision) = (client, revision);

    /// <summary>Whose data.</summary>
    public TenantId Client { get; }

    /// <summary>The configuration that was confirmed: the number of changes that altered the output.</summary>
    public int Revision { get; }
}
