using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Runtime.Online;

/// <summary>The home of a shard of series: the entity, its rows and the features that follow from them.</summary>
internal sealed class ShardHome(SeriesShardId id, IEventStore store, CompiledPlans plans, GatewayOptions options, TimeProvider time, ILogger log)
    : Home(EntityId.SeriesShard(id), options, time, log)
{
    private readonly LoadedShard _shard = new(store, id, plans);

    /// <summary>Saves its state, where that spares reading much.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _shard.DisposeAsync();
        await base.DisposeAsync();
    }

    private protected override Task<Reply[]> Handle(IReadOnlyList<Command> commands) =>
        _shard.Handle([.. commands.Cast<SeriesShardCommand>()], CancellationToken.None);

    private protected override async Task Answer(IReadOnlyList<QueryLetter> queries)
    {
        await Look(queries, () => _shard.CatchUp(CancellationToken.None));
        foreach (var query in queries)
        {
            switch (query.Asked)
            {
                case SeriesFeatures asked:
                    query.TryAnswer(new SeriesFeatures.Found(await _shard.Ask(
                        shard => asked.AsOf is { } moment ? shard.FeaturesAsOf(asked.Series, moment) : shard.Features(asked.Series), CancellationToken.None)));
                    break;
                case SeriesNames asked:
                    query.TryAnswer(new SeriesNames.Found(await _shard.Ask(shard => shard.Series(asked.After, asked.Limit), CancellationToken.None)));
                    break;
                case SeriesHistory asked:
                    query.TryAnswer(new SeriesHistory.Found(await _shard.Ask(shard => shard.History(asked), CancellationToken.None)));
                    break;
                case WatchSeries asked:
                    query.TryAnswer(await _shard.Ask(shard => shard.Watch(asked.Series), CancellationToken.None));
                    break;
                default:
                    query.TryAnswer(await _shard.State(CancellationToken.None));
                    break;
            }
        }
    }
}
