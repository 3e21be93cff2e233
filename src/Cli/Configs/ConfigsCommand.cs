namespace SecretMagic.Cli;

/// <summary><c>secretmagic configs</c>: what is computed for a client, version by version.</summary>
internal static class ConfigsCommand
{
    public static Command Create(MetadataShell shell) => shell.Group(
        "configs", "Configurations of a client: set, look, compare, return to an older one, confirm.",
        SetConfig.Create(shell), ShowConfigs.Create(shell), ConfigHistories.Create(shell), DiffConfigs.Create(shell), RollBackConfig.Create(shell),
        WithdrawConfig.Create(shell), ConfirmConfig.Create(shell));
}
