using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Runtime.Online;

/// <summary>
/// Compares what a client's shards serve with a batch over the rows of their events: every series, every feature of its last row, by bits. Nothing is changed.
/// </summary>
/// <param name="journal">Where the events and the saved states are.</param>
/// <param name="client">Whose series.</param>
public sealed class OnlineCheck(IJournal journal, TenantId client)
{
    private const int PageEvents = 64;

    /// <summary>The most differences that are told.</summary>
    private const int MaxFindings = 100;

    /// <summary>Checks every shard.</summary>
    /// <returns>How many series were compared, and what differs: series, time, feature and both values.</returns>
    public async Task<(long Series, ImmutableArray<string> Findings)> Run(CancellationToken token)
    {
        var plans = new CompiledPlans();
        var findings = ImmutableArray.CreateBuilder<string>();
        var series = 0L;
        var first = new JournaledEntity<SeriesShard, SeriesShardCommand, SeriesShardEvent>(journal, EntityId.SeriesShard(new SeriesShardId(client, 0)));
        var count = (await first.Read(token)).State.Plan?.Shards ?? 0;
        for (var number = 0; number < count && findings.Count < MaxFindings; number++)
        {
            // Loaded anew, as it would be by another process.
            await using var shard = new LoadedShard(journal, new SeriesShardId(client, number), plans);
            await shard.CatchUp(token);
            await shard.Built(token);
            var version = await shard.Ask(now => now.Version, token);
            var (rows, plan) = await Read(shard.Id, version, token);
            if (plan is null) continue;
            foreach (var entry in rows.Entries)
            {
                token.ThrowIfCancellationRequested();
                series++;
                var served = await shard.Ask(now => now.Features(entry.Id), token);
                if (findings.Count < MaxFindings) Compare(served, BatchOf(entry, rows.Columns, plan, version), findings);
            }
        }

        return (series, findings.ToImmutable());
    }

    /// <summary>The rows as the events alone tell them.</summary>
    private async Task<(ShardRows Rows, OnlinePlan? Plan)> Read(SeriesShardId shard, long end, CancellationToken token)
    {
        var rows = new ShardRows();
        ShardPlan? plan = null;
        for (var version = 0L; version < end;)
        {
            var page = await journal.Since(EntityId.SeriesShard(shard), version, PageEvents, token);
            if (page.IsEmpty) throw new InvalidOperationException($"The journal ends with event {version} of shard {shard}, which was served up to {end}.");
            foreach (var recorded in page.Where(recorded => recorded.Version <= end))
            {
                if (recorded.Event is SeriesShardEvent.PlanSet set) plan = set.Plan;
                if (recorded.Event is SeriesShardEvent.RowsTaken taken) rows.Add(taken.Rows, OnlineShard.MicrosOf(recorded.Stamp.When), []);
            }

            version = page[^1].Version;
        }

        return (rows, plan is null ? null : OnlinePlan.Compile(plan.Definition, $"plan {plan.Version}", plan.Country));
    }

    private static ShardFeatures BatchOf(SeriesEntry entry, ImmutableArray<string> columns, OnlinePlan plan, long version)
    {
        var last = new HistorySpan(plan.Grid.MicrosOf(entry.Facts.LastPeriod), long.MaxValue);
        var table = SeriesReplay.Of(entry, columns, plan, version, last, null, mostRows: 1);
        return new ShardFeatures(entry.Id, entry.Facts.LastPeriod, version, plan, [.. table.Values[plan.Columns.Length..].Select(column => column[0])]);
    }

    private static void Compare(ShardFeatures? served, ShardFeatures batch, ImmutableArray<string>.Builder findings)
    {
        var place = $"series '{batch.Series}' at {batch.Time}";
        if (served is null) findings.Add($"{place}: nothing is served.");
        else if (served.Period != batch.Period) findings.Add($"{place}: the row of {served.Time} is served.");
        else if (served.Plan.Hash != batch.Plan.Hash) findings.Add($"{place}: plan {served.Plan.Hash[..12]} is served, {batch.Plan.Hash[..12]} is in force.");
        else
        {
            for (var column = 0; column < batch.Values.Length; column++)
            {
                if (BitConverter.DoubleToInt64Bits(served.Values[column]) == BitConverter.DoubleToInt64Bits(batch.Values[column])) continue;
                var name = batch.Plan.Features.Columns[column].Name;
                findings.Add($"{place}, {name}: {Shown(served.Values[column])} is served, a batch has {Shown(batch.Values[column])}.");
            }
        }
    }

    private static string Shown(double value) => double.IsNaN(value) ? "null" : value.ToString("R");
}
