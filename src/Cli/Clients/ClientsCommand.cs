namespace SecretMagic.Cli;

/// <summary><c>secretmagic clients</c>: whose data is processed.</summary>
internal static class ClientsCommand
{
    public static Command Create(MetadataShell shell) => shell.Group(
        "clients", "Clients: register, look, change, suspend, put away.",
        AddClient.Create(shell), ListClients.Create(shell), ShowClient.Create(shell), RenameClient.Create(shell), SetContacts.Create(shell),
        EnableFeature.Create(shell, isEnabled: true), EnableFeature.Create(shell, isEnabled: false), ChooseSource.Create(shell),
        MoveClient.Create(shell),
        ChangeStatus.Suspend(shell), ChangeStatus.Activate(shell), ChangeStatus.Archive(shell));
}
