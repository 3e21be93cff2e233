using System.Diagnostics;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Domain.Tenancy;

/// <summary>
/// Where a client's results lie in the lake, below its root, with '/' between folders. Each client has a folder of its own in every mode, and no client's
/// folder lies in another's. Made of checked ids alone, so nothing leaves the root.
/// </summary>
public static class TenantFolder
{
    /// <summary>The folder that holds everything of a client. <c>c_</c> and not <c>c</c>: <c>con</c> and <c>com1</c> are devices on some systems.</summary>
    public static string Of(TenantId tenant, TenantMode mode) => mode switch
    {
        TenantMode.PrefixedTables => $"c_{tenant.Value}",
        TenantMode.DedicatedDb => $"client_{tenant.Value}",
        TenantMode.Shared => $"shared/tenant_id={tenant.Value}",
        _ => throw new UnreachableException($"Tenant mode {mode}"),
    };

    /// <summary>The folder of one result. No two attempts share one, so what is registered is never written again.</summary>
    /// <param name="tenant">Whose result.</param>
    /// <param name="mode">Where its data lives.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="set">The set of columns.</param>
    /// <param name="batch">The batch that made it.</param>
    /// <param name="attempt">The attempt of the batch, from 1.</param>
    public static string OfResult(TenantId tenant, TenantMode mode, ResultKind kind, FeatureSetName set, BatchId batch, int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        return $"{Of(tenant, mode)}/{WordOf(kind)}/{set.Value}/{batch.Value}.{attempt}";
    }

    private static string WordOf(ResultKind kind) => kind switch
    {
        ResultKind.Features => "features",
        ResultKind.Requirements => "requirements",
        ResultKind.Coverage => "coverage",
        _ => throw new UnreachableException($"Result kind {kind}"),
    };
}
