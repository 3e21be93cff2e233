using System.Diagnostics;
using Akka.Actor;
using SecretMagic.Domain;
using SecretMagic.Runtime;

namespace SecretMagic.Cluster;

/// <summary>
/// An entity's place on this node. What comes goes, in its order, to the gateway of the process, which decides one at a time and stores many at once; so an
/// entity behaves here as it does in a process alone. It leaves when all it took is answered.
/// </summary>
internal sealed class EntityActor : UntypedActor
{
    private static readonly ActivitySource Traces = new(RuntimeTelemetry.Name);

    private readonly LocalGateway _home;
    private readonly EntityId _id;
    private readonly Pulse _pulse;

    /// <summary>The letters that are taken. One that comes again meanwhile is not done again: its mailbox is the same.</summary>
    private readonly HashSet<Guid> _taken = [];

    public EntityActor(LocalGateway home, EntityId id, Pulse pulse) => (_home, _id, _pulse) = (home, id, pulse);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Letter letter:
                Take(letter);
                break;
            case Leave:
                Become(Leaving);
                _ = _home.Release(_id).PipeTo(Self, success: () => Left.Now, failure: _ => Left.Now);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>A letter that comes now is not taken: its sender sends it again, and it finds the entity where it lives then.</summary>
    private void Leaving(object message)
    {
        if (message is Left) Context.Stop(Self);
    }

    private void Take(Letter letter)
    {
        if (!_pulse.Beats()) return;
        lock (_taken)
        {
            if (!_taken.Add(letter.Id)) return;
        }

        using var span = letter.Trace.Length > 0 ? Traces.StartActivity("cluster.receive", ActivityKind.Server, letter.Trace) : null;
        _ = Reply(letter, Sender);
    }

    /// <summary>The letter is handed on before this returns for the first time: letters keep their order.</summary>
    private async Task Reply(Letter letter, IActorRef sender)
    {
        Packet content;
        try
        {
            content = Packet.Of(await Questions.Answer(_home, letter.Content.Open()));
        }
#pragma warning disable CA1031 // whatever fails is the sender's to know; the entity lives on
        catch (Exception failure)
#pragma warning restore CA1031 // only the catch above is broad
        {
            content = Packet.Of(Fault.Of(failure));
        }

        // In this order: were the letter free before, one that came again could be answered "done before" ahead of this.
        sender.Tell(new Answer(content), ActorRefs.NoSender);
        lock (_taken) _taken.Remove(letter.Id);
    }

    private sealed record Left
    {
        internal static Left Now { get; } = new();
    }
}
