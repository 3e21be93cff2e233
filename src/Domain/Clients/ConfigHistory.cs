using System.Collections.Immutable;

namespace SecretMagic.Domain.Clients;

/// <summary>The versions of one configuration, 1, 2, 3 ...; the last one is active unless the configuration was withdrawn.</summary>
/// <typeparam name="T">The configuration; equal values are the same configuration.</typeparam>
/// <param name="Versions">Version n stands at n - 1.</param>
/// <param name="IsActive">The last version is in force.</param>
public sealed record ConfigHistory<T>(ImmutableArray<T> Versions, bool IsActive)
{
    /// <summary>Nothing was configured yet.</summary>
    internal static ConfigHistory<T> Empty { get; } = new([], false);

    /// <summary>The number of the last version; 0 when there is none.</summary>
    public int Last => Versions.Length;

    internal ConfigHistory<T> With(T config) => new(Versions.Add(config), true);

    internal bool IsInForce(T config) => IsActive && EqualityComparer<T>.Default.Equals(Versions[^1], config);

    /// <summary>A version to return to, or why there is none.</summary>
    internal Reply.Rejected? RefusalToRollBack(string what, int version)
    {
        if (Last == 0) return new("config-unknown", $"{what} was never configured: there is no version to return to.");
        return version < 1 || version > Last
            ? new("version-unknown", $"{what} has no version {version}: give one of 1 to {Last}.")
            : null;
    }
}
