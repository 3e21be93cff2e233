using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary>A command that changes a client: who is meant, what is sent, and whether somebody has to confirm now.</summary>
internal static class ClientChange
{
    /// <summary>What is wished of a client in this state.</summary>
    public delegate ClientCommand Wish(ParseResult parsed, Client now, TenantId client, Stamp stamp);

    /// <summary>Makes a command that changes a client; the client's id is its first argument.</summary>
    /// <param name="shell">What commands share.</param>
    /// <param name="command">The command with its other arguments and options.</param>
    /// <param name="done">What was done, for people.</param>
    /// <param name="wish">What is sent.</param>
    public static Command On(MetadataShell shell, Command command, Func<Client, string> done, Wish wish)
    {
        var id = Written.Client();
        command.Arguments.Insert(0, id);
        return shell.Tells(command, async (store, parsed, stamp, token) =>
        {
            var client = Written.As<TenantId>(parsed.GetRequiredValue(id));
            return await Send(store, client, stamp, now => wish(parsed, now, client, stamp), done, token);
        });
    }

    /// <summary>Sends a command to a client.</summary>
    public static async Task<Answer> Send(
        MetadataStore store, TenantId client, Stamp stamp, Func<Client, ClientCommand> wish, Func<Client, string> done, CancellationToken token)
    {
        ClientCommand? sent = null;
        var answered = await store.Tell<Client>(EntityId.Client(client), now => sent = wish(now), token);
        return ReplyAnswer.Of(
            answered.Reply, stamp, EntityId.Client(client), done(answered.State),
            IsAltering(sent) && answered.State.Confirmed is null ? NeedsConfirmation(client, answered.State) : null);
    }

    /// <summary>A client as it is stored.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static async Task<Client> Read(MetadataStore store, TenantId client, CancellationToken token)
    {
        var found = await store.Read<Client>(EntityId.Client(client), token);
        return found.Name is null ? throw Unknown(client) : found;
    }

    /// <summary>The right to process a client's data.</summary>
    /// <exception cref="RefusedException">It may not be processed: why, and what to do.</exception>
    public static async Task<Clearance> Clear(MetadataStore store, TenantId client, WorkKind work, CancellationToken token)
    {
        var found = await Read(store, client, token);
        return found.TryClear(client, work, out var clearance, out var refusal) ? clearance : throw new RefusedException(refusal, client.Value);
    }

    /// <summary>Why nothing can be said of a client that is not there.</summary>
    public static RefusedException Unknown(TenantId client) =>
        new(new Reply.Rejected("client-unknown", $"Client {client} is not registered."), client.Value);

    private static string NeedsConfirmation(TenantId client, Client state) =>
        $"revision {state.Revision} of the configuration is not confirmed, so nothing is processed; whoever looked at it says: "
        + $"secretmagic configs confirm {client} --revision {state.Revision} --by WHO";

    private static bool IsAltering(ClientCommand? command) => command is ClientCommand.SwitchFeatures or ClientCommand.ConfigureFeature
        or ClientCommand.RestoreFeature or ClientCommand.WithdrawFeature or ClientCommand.ConfigureBom or ClientCommand.RestoreBom
        or ClientCommand.ChooseSource;
}
