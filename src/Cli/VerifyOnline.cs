using SecretMagic.Domain;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Cli;

/// <summary><c>verify --online</c>: what is served against a batch over the rows.</summary>
internal static class VerifyOnline
{
    /// <exception cref="RefusedException">The client has no plan, so nothing is served.</exception>
    public static async Task<Answer> Run(MetadataStore store, TenantId tenant, CancellationToken token)
    {
        if (await new ClientShards(store.Gateway, tenant).Plan(token) is null) throw AddRows.PlanMissing(tenant);
        var (series, findings) = await new OnlineCheck(store.Journal, tenant).Run(token);
        return new Answer(
            new { Client = tenant.Value, Outcome = findings.IsEmpty ? "equal" : "different", Series = series, Findings = findings.ToArray() },
            console =>
            {
                foreach (var finding in findings) console.Line(finding);
                console.Line($"{tenant}: {series:N0} series compared, {(findings.IsEmpty ? "all equal" : $"{findings.Length} differences")}");
            },
            findings.IsEmpty ? 0 : 1);
    }
}
