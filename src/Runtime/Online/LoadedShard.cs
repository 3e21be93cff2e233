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
internal sealed class LoadedShard(IJournal journal, SeriesShardId id, CompiledPlans plans) : IAsyncDisposable
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

    /// <summary>Computes a plan from now on. While it is built, the plan before it is served.</summary>
    internal Task<Reply> SetPlan(Stamp stamp, ShardPlan plan, CancellationToken token) =>
        InTurn(() => Tell(new SeriesShardCommand.SetPlan(id, stamp, plan), token), token);

    /// <summary>Takes what is new of a block of rows.</summary>
    /// <returns>The answer, and how many rows said something new; without news nothing is stored.</returns>
    internal Task<(Reply Reply, int News)> Take(Stamp stamp, RowBlock rows, CancellationToken token) => InTurn(
        async () =>
        {
            var known = await _decider.Read(token);
            if (known.Commands.VersionOf(stamp.Command) is { } version) return ((Reply)new Reply.Duplicate(version), 0);
            if (_shard.Rows.Refusal(rows) is { } wrong) return (new Reply.Rejected("period-far", $"Shard {id}: {wrong}"), 0);
            if (_shard.News(rows, stamp) is not { } news) return (new Reply.Duplicate(_shard.Version), 0);
            var reply = await Tell(new SeriesShardCommand.TakeRows(id, stamp, news), token);
            return (reply, reply is Reply.Accepted ? news.Rows : 0);
        }, token);

    /// <summary>The plan that was set last; null before the first.</summary>
    internal Task<ShardPlan?> Plan(CancellationToken token) => InTurn(async () => (await _decider.Read(token)).State.Plan, token);

    /// <summary>Asks the shard as this process knows it.</summary>
    internal Task<T> Ask<T>(Func<OnlineShard, T> ask, CancellationToken token) => InTurn(() => Task.FromResult(ask(_shard)), token);

    /// <summary>Reads what other processes stored.</summary>
    internal Task CatchUp(CancellationToken token) => InTurn(
        async () =>
        {
            await Follow(token);
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

    private async Task<Reply> Tell(SeriesShardCommand command, CancellationToken token)
    {
        // Until the events are followed it is unsure how far the journal is.
        _isLoaded = false;
        var reply = await _decider.Handle(command, token);
        if (reply is Reply.Accepted accepted && accepted.Version == _shard.Version + 1)
        {
            SeriesShardEvent happened = command switch
            {
                SeriesShardCommand.TakeRows take => new SeriesShardEvent.RowsTaken(take.Rows),
                SeriesShardCommand.SetPlan set => new SeriesShardEvent.PlanSet(set.Plan, null),
                _ => throw new ArgumentException($"No shard is told {command.GetType()} here.", nameof(command)),
            };
            Apply(new Recorded(_entity, accepted.Version, command.Stamp, happened));
        }
        else await Follow(token);

        _isLoaded = true;
        if (_shard.Rows.Facts - _saved.Facts >= SaveAfterRows || _shard.Version - _saved.Version >= SaveAfterEvents) await Store(token);
        return reply;
    }

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
