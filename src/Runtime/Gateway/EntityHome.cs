using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Runtime;

/// <summary>The home of an entity that is nothing but its state.</summary>
internal sealed class EntityHome<TState, TCommand, TEvent>(EntityId id, IEventStore store, GatewayOptions options, TimeProvider time, ILogger log)
    : Home(id, options, time, log)
    where TState : class, IDecider<TState, TCommand, TEvent>
    where TCommand : Command
    where TEvent : Event
{
    private readonly JournaledEntity<TState, TCommand, TEvent> _entity = new(store, id);

    private protected override Task<Reply[]> Handle(IReadOnlyList<Command> commands)
    {
        var own = new TCommand[commands.Count];
        for (var at = 0; at < own.Length; at++) own[at] = (TCommand)commands[at];
        return _entity.Handle(own, CancellationToken.None);
    }

    private protected override async Task Answer(IReadOnlyList<QueryLetter> queries)
    {
        await Look(queries, () => _entity.ReadCurrent(CancellationToken.None));
        var entity = await _entity.Read(CancellationToken.None);
        var answer = new Versioned<TState>(entity.Version, entity.State);
        foreach (var query in queries)
        {
            if (query.Asked is WasDone asked) query.TryAnswer(new WasDone.Found(entity.Commands.VersionOf(asked.Command)));
            else query.TryAnswer(answer);
        }
    }
}
