using System.Collections.Immutable;

namespace SecretMagic.Domain.ApiKeys;

/// <summary>Whose data a key opens.</summary>
/// <param name="IsForAll">Every client's, also of those that are registered later.</param>
/// <param name="Clients">These clients', in order; none when it is for all.</param>
public sealed record KeyScope(bool IsForAll, ImmutableArray<TenantId> Clients)
{
    private const int MaxClients = 1_000;

    /// <summary>Every client.</summary>
    public static KeyScope All { get; } = new(true, []);

    /// <summary>These clients.</summary>
    public static KeyScope Of(IEnumerable<TenantId> clients) =>
        new(false, [.. clients.Distinct().OrderBy(client => client.Value, StringComparer.Ordinal)]);

    /// <summary>The key opens this client's data.</summary>
    public bool Holds(TenantId client) => IsForAll || Clients.Contains(client);

    internal string? Refusal() => IsForAll
        ? Clients.IsEmpty ? null : "A key is for all clients or for some, not both."
        : Clients.Length is >= 1 and <= MaxClients ? null : $"The key is for {Clients.Length} clients: name 1 to {MaxClients}, or make it one for all.";
}
