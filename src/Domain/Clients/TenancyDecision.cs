using System.Diagnostics;
using SecretMagic.Domain.Tenancy;
using static SecretMagic.Domain.Clients.ClientCommand;
using static SecretMagic.Domain.Clients.ClientEvent;

namespace SecretMagic.Domain.Clients;

/// <summary>What a registered client says to commands about where its data lives and what lies there.</summary>
internal static class TenancyDecision
{
    private const int HashLength = 64;

    internal static Decision<ClientEvent> Of(Client state, ClientCommand command) => command switch
    {
        ChooseTenantMode wish => OfChoose(state, wish),
        MoveTenant wish => OfMove(state, wish),
        FinishMove wish => OfFinish(state, wish),
        RegisterResult wish => OfResult(state, wish),
        RegisterResults wish => OfResults(state, wish),
        _ => throw new UnreachableException($"The command {command.GetType()} is about no tenancy."),
    };

    private static Decision<ClientEvent> OfChoose(Client state, ChooseTenantMode wish)
    {
        if (!Enum.IsDefined(wish.TenantMode)) return Unknown(wish, wish.TenantMode);
        if (state.MovingTo is { } to) return Moving(wish, to);
        if (wish.TenantMode == state.TenantMode) return Same();
        return state.WasConfirmed
            ? Reject("tenant-mode-in-use", Of(wish, "Its configuration was confirmed before, so there may be data: move it, the mode cannot be chosen."))
            : Accept(new TenantModeChosen(wish.TenantMode, state.TenantMode));
    }

    private static Decision<ClientEvent> OfMove(Client state, MoveTenant wish) =>
        !Enum.IsDefined(wish.TenantMode) ? Unknown(wish, wish.TenantMode)
        : wish.TenantMode == (state.MovingTo ?? state.TenantMode) ? Same()
        : Accept(new TenantMoveStarted(wish.TenantMode, state.MovingTo));

    private static Decision<ClientEvent> OfFinish(Client state, FinishMove wish) => state.MovingTo switch
    {
        null => Reject("tenant-not-moving", Of(wish, $"Its data is not being moved; it lives in {state.TenantMode}: begin the move first.")),
        { } to when to != wish.TenantMode => Reject("other-move", Of(wish, $"Its data is being moved to {to}, not to {wish.TenantMode}.")),
        { } to => Accept(new TenantMoved(to, state.TenantMode)),
    };

    private static Decision<ClientEvent> OfResult(Client state, RegisterResult wish)
    {
        if (!Enum.IsDefined(wish.Kind)) return Reject("result", Of(wish, $"The kind of result {wish.Kind} is not known."));
        if (wish.Attempt < 1 || wish.Rows < 0) return Reject("result", Of(wish, "The attempt begins with 1 and the rows with 0."));
        if (wish.Hash is not { Length: HashLength } || !wish.Hash.All(char.IsAsciiHexDigitLower))
            return Reject("result", Of(wish, $"The hash is not {HashLength} of 0-9 and a-f."));
        if (!state.WasConfirmed)
            return Reject("config-not-confirmed", Of(wish, "Its configuration was never confirmed, so there can be no result: confirm it."));
        if (state.MovingTo is { } to) return Moving(wish, to);
        return wish.TenantMode == state.TenantMode
            ? Accept(new ResultRegistered(
                wish.Kind, wish.Set, wish.Batch, wish.Attempt,
                TenantFolder.OfResult(wish.Client, state.TenantMode, wish.Kind, wish.Set, wish.Batch, wish.Attempt), wish.Rows, wish.Hash)
            { Order = wish.Order })
            : Reject("tenant-mode-changed", Of(wish, $"The result was written for {wish.TenantMode}, its data is in {state.TenantMode} now: write it again."));
    }

    private static Decision<ClientEvent> OfResults(Client state, RegisterResults wish)
    {
        if (wish.Results.IsDefaultOrEmpty || wish.Results.Any(result => result.Client != wish.Client))
            return Reject("result", Of(wish, "The results of a run are one or more, of the client itself."));
        if (wish.Results.DistinctBy(result => (result.Kind, result.Set)).Count() < wish.Results.Length)
            return Reject("result", Of(wish, "Two results of a run have the same kind and set."));
        var registered = new List<ClientEvent>();
        foreach (var result in wish.Results)
        {
            var decision = OfResult(state, result);
            if (decision.Rejection is not null) return decision;
            registered.AddRange(decision.Events);
        }

        return Decision<ClientEvent>.Accept([.. registered]);
    }

    private static Decision<ClientEvent> Unknown(ClientCommand wish, TenantMode mode) =>
        Reject("tenant-mode", Of(wish, $"The tenant mode {mode} is not known."));

    private static Decision<ClientEvent> Moving(ClientCommand wish, TenantMode to) =>
        Reject("tenant-moving", Of(wish, $"Its data is being moved to {to}: wait for the end of the move, or resume it, then try again."));

    private static Decision<ClientEvent> Same() => Accept(new Unchanged("tenant_mode"));

    private static Decision<ClientEvent> Accept(ClientEvent happened) => Decision<ClientEvent>.Accept(happened);

    private static Decision<ClientEvent> Reject(string code, string reason) => Decision<ClientEvent>.Reject(code, reason);

    private static string Of(ClientCommand command, string wrong) => $"Client {command.Client}: {wrong}";
}
