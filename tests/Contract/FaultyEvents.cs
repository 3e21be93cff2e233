using System.Collections.Concurrent;
using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Contract;

/// <summary>A store that stands still, fails before or after it stored, or refuses a command, when a test says so.</summary>
public sealed class FaultyEvents(IEventStore inner) : IEventStore
{
    private readonly ConcurrentDictionary<CommandId, Exception> _refused = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource? _gate;
    private EntityId? _held;
    private (int Times, Exception? Failure) _before;
    private (int Times, Exception? Failure) _after;

    /// <summary>Appends wait until the answer is disposed: all of them, or those of one entity.</summary>
    internal IDisposable Hold(EntityId? entity = null)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_gate, _held) = (gate, entity);
        return new Release(() =>
        {
            _gate = null;
            gate.TrySetResult();
        });
    }

    /// <summary>So many calls fail and store nothing.</summary>
    internal void FailNext(int times, Exception? failure)
    {
        lock (_lock) _before = (times, failure);
    }

    /// <summary>So many appends store, and fail then.</summary>
    internal void FailAfterNext(int times, Exception failure)
    {
        lock (_lock) _after = (times, failure);
    }

    /// <summary>An append with this command fails.</summary>
    internal void Refuse(CommandId command, Exception failure) => _refused[command] = failure;

    public async Task<AppendOutcome> Append(NewEvents events, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (_gate is { } gate && (_held is null || _held == events.Entity)) await gate.Task.WaitAsync(token);
        Count(ref _before);
        foreach (var (stamp, _) in events.Events)
        {
            if (_refused.TryGetValue(stamp.Command, out var failure)) throw failure;
        }

        var outcome = await inner.Append(events, token);
        Count(ref _after);
        return outcome;
    }

    public Task<EntityHistory> Load(EntityId entity, bool fromSnapshot, CancellationToken token)
    {
        Count(ref _before);
        return inner.Load(entity, fromSnapshot, token);
    }

    public Task<ImmutableArray<Recorded>> Since(EntityId entity, long version, int limit, CancellationToken token)
    {
        Count(ref _before);
        return inner.Since(entity, version, limit, token);
    }

    public Task<ShardBlob?> ShardState(EntityId shard, CancellationToken token) => inner.ShardState(shard, token);

    public Task SaveShardState(EntityId shard, ShardBlob blob, CancellationToken token) => inner.SaveShardState(shard, blob, token);

    private void Count(ref (int Times, Exception? Failure) fault)
    {
        lock (_lock)
        {
            if (fault.Times == 0) return;
            fault.Times--;
            throw fault.Failure!;
        }
    }

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
