using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;

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
            var (older, newer, differences) = ConfigWish.Diff(versions, asked, tenant, parsed.GetValue(from), parsed.GetValue(to));
            return new Answer(new { Client = tenant.Value, Type = asked, From = older, To = newer, Differences = differences }, console =>
            {
                console.Line($"{asked} of {tenant}, version {older} to {newer}{(differences.Count == 0 ? ": no difference" : "")}");
                foreach (var difference in differences) console.Line(Line(difference));
            });
        });
    }

    private static string Line(ConfigDiff difference) => difference switch
    {
        { Before: null } => $"+ {difference.Path}: {difference.After}",
        { After: null } => $"- {difference.Path}: {difference.Before}",
        _ => $"~ {difference.Path}: {difference.Before} -> {difference.After}",
    };
}
