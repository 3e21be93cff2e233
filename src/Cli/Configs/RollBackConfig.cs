using System.CommandLine;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary><c>configs rollback</c>.</summary>
internal static class RollBackConfig
{
    public static Command Create(MetadataShell shell)
    {
        var type = ConfigType.Argument();
        var to = new Option<int>("--to") { Required = true, HelpName = "N", Description = "the version to return to" };
        return ClientChange.On(
            shell, new Command("rollback", "Make an older version the newest one; nothing of the history is lost.") { type, to },
            client => $"returned to the older version, revision {client.Revision}",
            (parsed, _, client, stamp) => ConfigWish.Restore(client, stamp, parsed.GetRequiredValue(type), parsed.GetRequiredValue(to)));
    }
}
