using System.CommandLine;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Cli;

/// <summary><c>clients enable</c> and <c>clients disable</c>.</summary>
internal static class EnableFeature
{
    public const string Features = "feature_engineering", Bom = "bom_explosion";

    public static readonly string[] Names = [Features, Bom];

    public static Command Create(MetadataShell shell, bool isEnabled)
    {
        var feature = new Argument<string>("FEATURE") { Description = string.Join(" or ", Names) };
        feature.AcceptOnlyFromAmong(Names);
        var command = isEnabled
            ? new Command("enable", "Compute this for a client. Withdraws the confirmation.") { feature }
            : new Command("disable", "Compute this for a client no more. Withdraws the confirmation.") { feature };
        return ClientChange.On(
            shell, command, client => $"computed is {Shown(client.FeaturesEnabled)}",
            (parsed, now, client, stamp) => new ClientCommand.SwitchFeatures(
                client, stamp,
                parsed.GetRequiredValue(feature) == Features
                    ? now.FeaturesEnabled with { FeatureEngineering = isEnabled }
                    : now.FeaturesEnabled with { BomExplosion = isEnabled }));
    }

    private static string Shown(EnabledFeatures enabled) => enabled switch
    {
        { FeatureEngineering: true, BomExplosion: true } => $"{Features}, {Bom}",
        { FeatureEngineering: true } => Features,
        { BomExplosion: true } => Bom,
        _ => "nothing",
    };
}
