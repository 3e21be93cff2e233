using System.CommandLine;
using SecretMagic.Domain;

namespace SecretMagic.Cli;

/// <summary><c>configs history</c>.</summary>
internal static class ConfigHistories
{
    public static Command Create(MetadataShell shell)
    {
        var (id, type) = (Written.Client(), ConfigType.Argument());
        type.Arity = ArgumentArity.ZeroOrOne;
        return shell.Asks(new Command("history", "Every version of the configurations of a client.") { id, type }, async (store, parsed, token) =>
        {
            var tenant = Written.As<TenantId>(parsed.GetRequiredValue(id));
            await ClientChange.Read(store, tenant, token);
            var configs = await store.Tables.Configs(tenant, parsed.GetValue(type) is { } written ? ConfigType.Of(written) : null, onlyActive: false, token);
            return new Answer(configs, console => console.Table(
                ["type", "version", "", "since", "by", "configuration"],
                configs.Select(config => new[]
                {
                    config.FeatureType, $"{config.Version}", config.IsActive ? "active" : "", Page.Moment(config.CreatedAt), config.CreatedBy,
                    config.Config.GetRawText(),
                }),
                "nothing was configured"));
        });
    }
}
