namespace SecretMagic.Domain;

/// <summary>The key of a client in the tables. It follows from the tenant, so whoever knows the tenant knows the key.</summary>
public readonly record struct ClientId
{
    private ClientId(Guid value) => Value = value;

    /// <summary>The UUID; all zeros is the key of no client.</summary>
    public Guid Value { get; }

    /// <summary>The key of a tenant's client.</summary>
    public static ClientId Of(TenantId tenant) => new(DerivedUuid.Of($"client:{tenant.Value}"));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
