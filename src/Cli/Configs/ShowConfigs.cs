using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary><c>configs show</c>.</summary>
internal static class ShowConfigs
{
    public static Command Create(MetadataShell shell)
    {
        var (id, type) = (Written.Client(), ConfigType.Argument());
        type.Arity = ArgumentArity.ZeroOrOne;
        var version = new Option<int?>("--version") { HelpName = "N", Description = "this version of TYPE; the active one by default" };
        return shell.Asks(new Command("show", "What is in force for a client.") { id, type, version }, async (store, parsed, token) =>
        {
            var tenant = Written.As<TenantId>(parsed.GetRequiredValue(id));
            var (asked, number) = (parsed.GetValue(type) is { } written ? ConfigType.Of(written) : null, parsed.GetValue(version));
            if (number is not null && asked is null) throw new InputException("needs a TYPE: versions count within one", column: "--version");
            var client = await ClientChange.Read(store, tenant, token);
            var configs = await store.Tables.Configs(tenant, asked, onlyActive: number is null, token);
            if (number is not null) configs = [.. configs.Where(config => config.Version == number)];
            if (configs.Count == 0 && asked is not null)
            {
                var missing = number is null ? "active configuration" : $"version {number}";
                throw new RefusedException(new Reply.Rejected("config-unknown", $"{asked} of client {tenant} has no {missing}."), tenant.Value);
            }

            return new Answer(new { Client = tenant.Value, client.Revision, ConfirmedBy = client.Confirmed?.By, Configs = configs }, console =>
            {
                console.Line($"{tenant}, revision {client.Revision}, {(client.Confirmed is { } by ? $"confirmed by {by.By}" : "not confirmed")}");
                if (configs.Count == 0) console.Line("nothing is configured");
                foreach (var config in configs)
                {
                    var state = config.IsActive ? "active" : "not active";
                    console.Line($"{config.FeatureType} version {config.Version}, {state}, by {config.CreatedBy} on {Page.Moment(config.CreatedAt)}");
                    console.Line(ResultJson.Text(config.Config));
                }
            });
        });
    }
}
