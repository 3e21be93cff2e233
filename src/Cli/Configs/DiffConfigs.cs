using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>configs diff</c>.</summary>
internal static class DiffConfigs
{
    public static Command Create(MetadataShell shell)
    {
        var (id, type) = (Written.Client(), ConfigType.Argument());
        var from = new Option<int?>("--from") { HelpName = "N", Description = "the older version; the one before --to by default" };
        var to = new Option<int?>("--to") { HelpName = "N", Description = "the newer version; the last one by default" };
        return shell.Asks(new Command("diff", "What differs between two versions, key by key.") { id, type, from, to }, async (store, parsed, token) =>
        {
            var (tenant, asked) = (Written.As<TenantId>(parsed.GetRequiredValue(id)), ConfigType.Of(parsed.GetRequiredValue(type)));
            await ClientChange.Read(store, tenant, token);
            var versions = await store.Tables.Configs(tenant, asked, onlyActive: false, token);
            var newer = parsed.GetValue(to) ?? versions.Count;
            var older = parsed.GetValue(from) ?? newer - 1;
            var differences = ConfigDiff.Between(Document(older), Document(newer));
            return new Answer(new { Client = tenant.Value, Type = asked, From = older, To = newer, Differences = differences }, console =>
            {
                console.Line($"{asked} of {tenant}, version {older} to {newer}{(differences.IsEmpty ? ": no difference" : "")}");
                foreach (var difference in differences) console.Line(Line(difference));
            });

            ConfigDocument Document(int version) => versions.FirstOrDefault(row => row.Version == version) is ConfigRow row
                ? ConfigDocument.Parse(row.Config.GetRawText())
                : throw new RefusedException(new Reply.Rejected("version-unknown", versions.Count == 0
                    ? $"{asked} of client {tenant} was never configured."
                    : $"{asked} of client {tenant} has no version {version}: versions are 1 to {versions.Count}."), tenant.Value);
        });
    }

    private static string Line(ConfigDiff difference) => difference switch
    {
        { Before: null } => $"+ {difference.Path}: {difference.After}",
        { After: null } => $"- {difference.Path}: {difference.Before}",
        _ => $"~ {difference.Path}: {difference.Before} -> {difference.After}",
    };
}
