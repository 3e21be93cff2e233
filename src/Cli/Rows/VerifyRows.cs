using SecretMagic.Domain;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Cli;

/// <summary><c>rows verify</c>: what is served against a batch over the rows.</summary>
internal static class VerifyRows
{
    public static Command Create(MetadataShell shell)
    {
        var client = Written.Client();
        return shell.Asks(
            new Command("verify", "Compare what is served with a batch over the rows, bit by bit.") { client },
            async (store, parsed, token) =>
            {
                var tenant = Written.As<TenantId>(parsed.GetRequiredValue(client));
                await ClientChange.Read(store, tenant, token);
                var (series, findings) = await new OnlineCheck(store.Journal, tenant).Run(token);
                return new Answer(
                    new { Client = tenant.Value, Series = series, Findings = findings.ToArray() },
                    console =>
                    {
                        foreach (var finding in findings) console.Line(finding);
                        console.Line($"{tenant}: {series:N0} series compared, {(findings.Length == 0 ? "all equal" : $"{findings.Length} differences")}");
                    },
                    findings.Length == 0 ? 0 : 1);
            });
    }
}
