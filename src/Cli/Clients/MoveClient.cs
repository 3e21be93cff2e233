using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Cli;

/// <summary><c>clients move</c>.</summary>
internal static class MoveClient
{
    public static Command Create(MetadataShell shell)
    {
        var (id, mode) = (Written.Client(), new Argument<string>("MODE") { Description = string.Join(", ", Word.All<TenantMode>()) });
        mode.AcceptOnlyFromAmong(Word.All<TenantMode>());
        var command = new Command("move", "Let a client's data live elsewhere: what there is moves, readers never miss it. Stopped, it is resumed by the same.")
        {
            id, mode,
        };
        return shell.Works(command, async (store, parsed, stamp, say, token) =>
        {
            var (tenant, to) = (Written.As<TenantId>(parsed.GetRequiredValue(id)), Word.Parse<TenantMode>(parsed.GetRequiredValue(mode)));
            var before = await ClientChange.Read(store, tenant, token);
            var steps = new Steps(say);
            try
            {
                await using var tables = await store.OpenTables(token);
                var reply = await new TenantMove(store.Journal, store.Lake, tables, TimeProvider.System).Run(tenant, to, stamp.Who, steps, token);
                return Of(reply, tenant, before, to, steps.Results);
            }
            catch (Exception) when (steps.HasBegun)
            {
                say($"the move of {tenant} stands where it is, and readers find everything: 'secretmagic clients move {tenant} {Word.Of(to)}' finishes it");
                throw;
            }
        });
    }

    private static Answer Of(Reply reply, TenantId tenant, Client before, TenantMode to, int results)
    {
        if (reply is Reply.Busy) reply = new Reply.Rejected("tenant-busy", $"Another process moves or sweeps the data of client {tenant}.");
        if (reply is Reply.Rejected rejected) return Answer.Refused(rejected, Hint.Of(rejected, tenant.Value));
        var isChanged = before.TenantMode != to || before.MovingTo is not null;
        var json = new { Reply = "accepted", Entity = EntityId.Client(tenant).Value, Changed = isChanged, TenantMode = Word.Of(to), Results = results };
        return new Answer(json, console => console.Line(
            isChanged ? $"{tenant}: data lives in {Word.Of(to)}" : $"{tenant}: it is so already, nothing changed"));
    }

    /// <summary>Tells each step at once: the order is the news.</summary>
    private sealed class Steps(Action<string> say) : IProgress<MoveStep>
    {
        public bool HasBegun { get; private set; }

        public int Results { get; private set; }

        public void Report(MoveStep value)
        {
            if (value == MoveStep.Begun) HasBegun = true;
            if (value == MoveStep.Finished) HasBegun = false;
            if (value == MoveStep.ResultPlaced) Results++;
            say(value switch
            {
                MoveStep.Begun => "the move is stored; nothing new is processed until it ends",
                MoveStep.ResultPlaced => $"result {Results} stands at its new place",
                MoveStep.TablesMoved => "tables are read at their new place",
                MoveStep.Finished => "results are read at their new place",
                _ => "the old place is empty",
            });
        }
    }
}
