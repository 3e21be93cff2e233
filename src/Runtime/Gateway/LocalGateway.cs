using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Explosions;
using SecretMagic.Domain.Installations;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Runtime.Online;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Runtime;

/// <summary>
/// The entities in the memory of this process. One is loaded when something comes for it, and leaves when nothing did for a while. Several processes may have
/// the same one: the store lets one of them win, and the other one catches up and decides again.
/// </summary>
public sealed class LocalGateway : IGateway, IAsyncDisposable
{
    /// <summary>How soon rows that another process took are told of.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<EntityId, Home> _homes = new();
    private readonly ConcurrentDictionary<TenantId, CompiledPlans> _plans = new();
    private readonly Func<EntityId, Home> _open;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _sweep;
    private volatile bool _isClosed;

    /// <summary>A gateway to the entities of a store.</summary>
    /// <param name="store">Their events.</param>
    /// <param name="options">How callers are treated.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where refusals and failures are written.</param>
    public LocalGateway(IEventStore store, GatewayOptions options, TimeProvider time, ILogger<LocalGateway> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_options, _time, _log) = (options, time, log);
        _open = id => id.Kind switch
        {
            EntityKind.Client => new EntityHome<Client, ClientCommand, ClientEvent>(id, store, options, time, log),
            EntityKind.Batch => new EntityHome<Batch, BatchCommand, BatchEvent>(id, store, options, time, log),
            EntityKind.SeriesShard => Shard(SeriesShardId.Parse(id.Key)),
            EntityKind.Explosion => new EntityHome<Explosion, ExplosionCommand, ExplosionEvent>(id, store, options, time, log),
            EntityKind.Installation => new EntityHome<Installation, InstallationCommand, InstallationEvent>(id, store, options, time, log),
            EntityKind.ApiKey => new EntityHome<ApiKey, ApiKeyCommand, ApiKeyEvent>(id, store, options, time, log),
            _ => throw new UnreachableException($"No home is known for {id}."),
        };
        ShardHome Shard(SeriesShardId shard) =>
            new(shard, store, _plans.GetOrAdd(shard.Tenant, _ => new CompiledPlans()), options, time, log);

        _sweep = time.CreateTimer(_ => Sweep(), null, options.IdleAfter / 2, options.IdleAfter / 2);
    }

    /// <summary>How many entities are in memory.</summary>
    public int Loaded => _homes.Count;

    /// <inheritdoc/>
    public Task<Reply> Send(Command command, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(command);
        var letter = new CommandLetter(command, _time.GetTimestamp());
        return !Post(command.Entity, letter) ? Task.FromResult<Reply>(new Reply.Busy())
            : token.CanBeCanceled ? letter.Answer.WaitAsync(token)
            : letter.Answer;
    }

    /// <inheritdoc/>
    public Task<TAnswer> Ask<TAnswer>(Query<TAnswer> query, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(query);
        var letter = new PendingQuery<TAnswer>(query, _time.GetTimestamp());
        return Post(query.Entity, letter) ? letter.Answer.WaitAsync(token) : Task.FromException<TAnswer>(new BusyException(query.Entity));
    }

    /// <summary>Tells of the features of a shard's series as they change, whichever process takes the rows, until it is stopped.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="series">Of these series; null for all.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The latest features of each series that changed: whoever is slow misses old ones, never the last one.</returns>
    public async IAsyncEnumerable<ShardFeatures> Watch(
        SeriesShardId shard, IReadOnlyCollection<string>? series, [EnumeratorCancellation] CancellationToken stop)
    {
        var entity = EntityId.SeriesShard(shard);
        using var feed = await Ask(new WatchSeries(shard, series), stop);
        while (!stop.IsCancellationRequested)
        {
            var next = feed.Next(stop);
            while (!next.IsCompleted && await Task.WhenAny(next, Task.Delay(Look, _time, stop)) != next)
            {
                // It reads what other processes stored, and the shard stays in memory.
                await Ask(new StateOf<SeriesShard>(entity) { MayBeOld = Look / 2 }, stop);
            }

            foreach (var features in await next) yield return features;
        }
    }

    /// <summary>Lets an entity leave the memory; what was taken for it is answered first.</summary>
    public async Task Release(EntityId id)
    {
        while (_homes.TryGetValue(id, out var home))
        {
            if (home.TryRetire())
            {
                Forget(id, home);
                await home.DisposeAsync();
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), _time);
        }
    }

    /// <summary>Takes nothing more, and ends when everything that was taken is answered.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        await _sweep.DisposeAsync();
        foreach (var (id, home) in _homes)
        {
            var isMine = true;
            while (!home.TryRetire() && (isMine = _homes.ContainsKey(id))) await Task.Delay(TimeSpan.FromMilliseconds(1));
            if (_homes.TryRemove(id, out _)) RuntimeTelemetry.Unloaded();
            if (isMine) await home.DisposeAsync();
        }
    }

    private bool Post(EntityId id, Letter letter)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var home = HomeOf(id);
            switch (home.Post(letter))
            {
                case Home.Door.Taken:
                    return true;
                case Home.Door.Full:
                    return false;
                default:
                    Forget(id, home);
                    break;
            }
        }
    }

    private Home HomeOf(EntityId id)
    {
        while (true)
        {
            if (_homes.TryGetValue(id, out var known)) return known;
            var home = _open(id);
            if (!_homes.TryAdd(id, home)) continue;
            RuntimeTelemetry.Loaded();
            return home;
        }
    }

    private void Forget(EntityId id, Home home)
    {
        if (_homes.TryRemove(KeyValuePair.Create(id, home))) RuntimeTelemetry.Unloaded();
    }

    private void Sweep()
    {
        foreach (var (id, home) in _homes)
        {
            if (home.LastActive == 0 || _time.GetElapsedTime(home.LastActive) < _options.IdleAfter || !home.TryRetire()) continue;
            Forget(id, home);
            _ = Leave(id, home);
        }
    }

    /// <summary>What is not saved on the way out is computed again from the events.</summary>
    private async Task Leave(EntityId id, Home home)
    {
        try
        {
            await home.DisposeAsync();
        }
#pragma warning disable CA1031 // nobody waits for it, and nothing that is stored depends on it
        catch (Exception failure)
#pragma warning restore CA1031 // only the catch above is broad
        {
            _log.NotSaved(failure, id.Value);
        }
    }
}
