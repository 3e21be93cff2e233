using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>configs withdraw</c>.</summary>
internal static class WithdrawConfig
{
    public static Command Create(MetadataShell shell)
    {
        var type = ConfigType.Argument();
        return ClientChange.On(
            shell, new Command("withdraw", "Compute a type of features no more; its versions stay.") { type },
            client => $"withdrawn, revision {client.Revision}",
            (parsed, _, client, stamp) => ConfigType.Of(parsed.GetRequiredValue(type)) is var name && name != ConfigRow.Bom
                ? new ClientCommand.WithdrawFeature(client, stamp, FeatureTypeName.Parse(name))
                : throw new InputException($"the explosion is disabled as a whole: secretmagic clients disable {client} {EnableFeature.Bom}", column: "TYPE"));
    }
}
