using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Runtime.Online;

/// <summary>
/// A shard as one process holds it: the entity that decides, and the rows and features that follow from its events. Rows are stored and synced before they
/// are answered, and served as soon as they are. When another process stores first, what it stored is read before anything is decided. One call at a time.
/// </summary>
/// <param name="journal">Where events and saved states are.</param>
/// <param name="id">Which shard.</param>
/// <param name="plans">Compiles its plans.</param>
internal sealed class LoadedShard(IEventStore journal, SeriesShardId id, CompiledPlans plans) : IAsyncDisposable
{
    /// <summary>A saved state spares reading what came before; writing it costs as much as the shard is large.</summary>
    private const int SaveAfterRows = 100_000;
    private const int SaveAfterEvents = 2_000;

    /// <summary>On unloading, a state is saved when it spares reading this part of the rows.</summary>
    private const int WorthSaving = 20;

    private const int PageEvents = 64;

    private readonly EntityId _entity = EntityId.SeriesShard(id);
    private readonly JournaledEntity<SeriesShard, SeriesShardCommand, SeriesShardEvent> _decider = new(journal, EntityId.SeriesShard(id));
    private readonly SemaphoreSlim _turn = new(1);
    private readonly OnlineShard _shard = new(plans.Of);
    private (long Version, long Facts) _saved;
    private bool _isLoaded;
    private Task _building = Task.CompletedTask;

    internal SeriesShardId Id => id;

    /// <summary>Decides commands one behind the other; what they lead to is stored in one append.</summary>
    /// <returns>The answer to each; its changes are the rows that said something new. Without news nothing is stored.</returns>
    internal Task<Reply[]> Handle(IReadOnlyList<SeriesShardCommand> commands, CancellationToken token) => InTurn(
        async () =>
        {
            var known = (await _decider.Read(token)).Commands;
            var answers = new Reply[commands.Count];
            var told = new List<(int At, SeriesShardCommand Command)>(commands.Count);
            for (var at = 0; at < commands.Count; at++)
            {
                if (Known(commands[at], known) is { } answer) answers[at] = answer;
                else if (commands[at] is not SeriesShardCommand.TakeRows take) told.Add((at, commands[at]));
                else if (_shard.News(take.Rows, take.Stamp) is { } news) told.Add((at, take with { Rows = news }));
                else answers[at] = new Reply.Duplicate(_shard.Version);
            }

            if (told.Count == 0) return answers;
            var replies = await Tell([.. told.Select(one => one.Command)], token);
            foreach (var ((at, command), reply) in told.Zip(replies))
                answers[at] = reply is Reply.Accepted taken && command is SeriesShardCommand.TakeRows take ? taken with { Changes = take.Rows.Rows } : reply;
            return answers;
        }, token);

    /// <summary>What the shard is.</summary>
    internal Task<Versioned<SeriesShard>> State(CancellationToken token) => InTurn(
        async () =>
        {
            var entity = await _decider.Read(token);
            return new Versioned<SeriesShard>(entity.Version, entity.State);
        }, token);

    /// <summary>Asks the shard as this process knows it.</summary>
    internal Task<T> Ask<T>(Func<OnlineShard, T> ask, CancellationToken token) => InTurn(() => Task.FromResult(ask(_shard)), token);

    /// <summary>Reads what other processes stored.</summary>
    internal Task CatchUp(CancellationToken token) => InTurn(
        async () =>
        {
            await Follow(token);
            // What is decided next is decided on what was read, and a plan that another process set is known.
            if ((await _decider.Read(token)).Version < _shard.Version) await _decider.ReadCurrent(token);
            return true;
        }, token);

    /// <summary>Waits until the plan that was set last is served.</summary>
    internal async Task Built(CancellationToken token)
    {
        await InTurn(() => Task.FromResult(true), token);
        await _building.WaitAsync(token);
    }

    /// <summary>Saves its state now, unless another plan is being built.</summary>
    internal Task Save(CancellationToken token) => InTurn(
        async () =>
        {
            await Store(token);
            return true;
        }, token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _building;
        await _turn.WaitAsync();
        if (_isLoaded && (_shard.Rows.Facts - _saved.Facts) * WorthSaving > _shard.Rows.Facts) await Store(CancellationToken.None);
        _shard.Dispose();
        _turn.Dispose();
    }

    /// <summary>The answer to rows that need no decision: they were taken under this command, or cannot be.</summary>
    private Reply? Known(SeriesShardCommand command, CommandMemory known) =>
        command is not SeriesShardCommand.TakeRows take ? null
        : known.VersionOf(take.Stamp.Command) is { } version ? new Reply.Duplicate(version)
        : _shard.Rows.Refusal(take.Rows) is { } wrong ? new Reply.Rejected("period-far", $"Shard {id}: {wrong}")
        : null;

    private async Task<Reply[]> Tell(SeriesShardCommand[] commands, CancellationToken token)
    {
        // Until the events are followed it is unsure how far the journal is.
        _isLoaded = false;
        var replies = await _decider.Handle(commands, token);
        var happened = new List<Recorded>(commands.Length);
        foreach (var (command, reply) in commands.Zip(replies))
        {
            if (reply is Reply.Accepted accepted) happened.Add(new Recorded(_entity, accepted.Version, command.Stamp, EventOf(command)));
        }

        var isNext = happened.Count > 0 && happened[0].Version == _shard.Version + 1 && happened[^1].Version == _shard.Version + happened.Count;
        if (isNext) Apply([.. happened]);
        else await Follow(token);
        _isLoaded = true;
        if (_shard.Rows.Facts - _saved.Facts >= SaveAfterRows || _shard.Version - _saved.Version >= SaveAfterEvents) await Store(token);
        return replies;
    }

    private static SeriesShardEvent EventOf(SeriesShardCommand command) => command switch
    {
        SeriesShardCommand.TakeRows take => new SeriesShardEvent.RowsTaken(take.Rows),
        SeriesShardCommand.SetPlan set => new SeriesShardEvent.PlanSet(set.Plan, null),
        _ => throw new ArgumentException($"No shard is told {command.GetType()} here.", nameof(command)),
    };

    private async Task Load(CancellationToken token)
    {
        if (_shard.Version == 0 && await journal.ShardState(_entity, token) is { } blob
            && (await _decider.Read(token)).State.Plan is { } plan && _shard.Restore(blob.Bytes.Span, plan)) _saved = (_shard.Version, _shard.Rows.Facts);
        await Follow(token);
        _isLoaded = true;
    }

    private async Task Follow(CancellationToken token)
    {
        while (true)
        {
            var events = await journal.Since(_entity, _shard.Version, PageEvents, token);
            if (events.IsEmpty) return;
            Apply([.. events]);
        }
    }

    private void Apply(params ReadOnlySpan<Recorded> events)
    {
        var before = _shard.Pending;
        _shard.Apply(events);
        if (_shard.Pending is { } change && change != before) _building = Build(_building, change);
    }

    /// <summary>Builds a plan beside the turns of others, and serves it in a turn of its own.</summary>
    private async Task Build(Task earlier, PlanChange change)
    {
        await earlier;
        await Task.Run(() => change.Build(CancellationToken.None));
        await _turn.WaitAsync();
        try
        {
            _shard.Adopt(change);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task Store(CancellationToken token)
    {
        if (_shard.Plan is null || _shard.Save() is not { } bytes) return;
        await journal.SaveShardState(_entity, new ShardBlob(_shard.Version, _shard.Plan.Hash, bytes), token);
        _saved = (_shard.Version, _shard.Rows.Facts);
    }

    private async Task<T> InTurn<T>(Func<Task<T>> work, CancellationToken token)
    {
        await _turn.WaitAsync(token);
        try
        {
            if (!_isLoaded) await Load(token);
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }
}
