using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime.Online;

/// <summary>A client's series, whichever shard owns them. Safe to use from many threads.</summary>
/// <param name="gateway">The way to the shards.</param>
/// <param name="client">Whose series.</param>
public sealed class ClientShards(IGateway gateway, TenantId client)
{
    /// <summary>The plan that was set last, which fixes the number of shards; null before the first.</summary>
    public Task<ShardPlan?> Plan(CancellationToken token) => PlanOf(0, token);

    /// <summary>
    /// How old the look at the store may be behind features, so that reads of one series cost one statement in this time and not one each; zero has every
    /// read take its own. Rows that this process stored show at once all the same.
    /// </summary>
    public TimeSpan MayBeOld { get; init; }

    /// <summary>Computes a plan for all shards. What was interrupted is completed when the same is said again.</summary>
    /// <param name="stamp">Who wants it, when.</param>
    /// <param name="plan">What is computed.</param>
    /// <param name="shards">How many shards; null for those that are there, or <see cref="ShardPlan.DefaultShards"/>.</param>
    /// <param name="token">Stops waiting; say it again to complete it.</param>
    /// <returns>The answer of the first shard that refuses, else that of the first; and the plan that is in force.</returns>
    public async Task<(Reply Reply, ShardPlan? Plan)> SetPlan(Stamp stamp, OnlinePlan plan, int? shards, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        ArgumentNullException.ThrowIfNull(plan);
        var known = await Plan(token);
        var count = shards ?? known?.Shards ?? ShardPlan.DefaultShards;
        var version = known is not null && known.Hash == plan.Hash && known.Shards == count ? known.Version : (known?.Version ?? 0) + 1;
        var wanted = new ShardPlan(
            version, plan.Hash, plan.Definition, plan.Country, plan.Grid.Frequency.Name, plan.Columns, plan.ShareColumns, count);
        var first = await SetPlan(0, stamp, wanted, token);
        if (first is Reply.Rejected) return (first, known);
        return (await Align(stamp, wanted, token) ?? first, wanted);
    }

    /// <summary>Takes rows: each goes to its shard, in a block a shard.</summary>
    /// <param name="stamp">Who brings them, under which command; each block has a command of its own that follows from it and from the rows.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="part">The rows.</param>
    /// <param name="knownAt">When they became known, where they do not say; null for the stamp's time.</param>
    /// <param name="token">Stops waiting: blocks that were not answered may be stored or not; bring the rows again.</param>
    public async Task<RowsAnswer> Add(Stamp stamp, ShardPlan plan, RowPart part, DateTimeOffset? knownAt, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(part);
        var answers = await Task.WhenAll(RowSplit.Of(part, plan, knownAt)
            .Select(block => Take(Commanded(stamp, block.Shard, block.Rows), plan, block.Shard, block.Rows, token)));
        return new RowsAnswer(
            part.SeriesOf.Length, answers.OfType<Reply.Accepted>().Sum(taken => taken.Changes),
            Array.Find(answers, answer => answer is Reply.Rejected) ?? Array.Find(answers, answer => answer is Reply.Busy));
    }

    /// <summary>The features of a series now, or as of a moment; null when it has no rows that were known then.</summary>
    public async Task<ShardFeatures?> Features(string series, DateTimeOffset? asOf, CancellationToken token)
    {
        if (await PlanOf(0, token, MayBeOld) is not { } plan) return null;
        var shard = Shard(SeriesPlace.Of(series, plan.Shards));
        return (await gateway.Ask(new SeriesFeatures(shard, series, asOf) { MayBeOld = MayBeOld }, token)).Features;
    }

    /// <summary>Ids of series in ordinal order, whichever shards they lie in.</summary>
    /// <param name="after">Only those behind this one; null for the first.</param>
    /// <param name="limit">The most that are answered.</param>
    /// <param name="token">Stops waiting.</param>
    public async Task<ImmutableArray<string>> Series(string? after, int limit, CancellationToken token)
    {
        if (await Plan(token) is not { } plan) return [];
        var found = await Task.WhenAll(Enumerable.Range(0, plan.Shards).Select(number => gateway.Ask(new SeriesNames(Shard(number), after, limit), token)));
        return [.. found.SelectMany(shard => shard.Series).Order(StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>Rows of a series and their features; null when it has none.</summary>
    /// <param name="series">Which series.</param>
    /// <param name="span">Which rows.</param>
    /// <param name="columns">Which columns; null for all.</param>
    /// <param name="mostRows">With more rows only their number is answered.</param>
    /// <param name="token">Stops waiting.</param>
    public async Task<SeriesTable?> History(string series, HistorySpan span, FrozenSet<string>? columns, int mostRows, CancellationToken token)
    {
        if (await Plan(token) is not { } plan) return null;
        return (await gateway.Ask(new SeriesHistory(Shard(SeriesPlace.Of(series, plan.Shards)), series, span, columns, mostRows), token)).Table;
    }

    private SeriesShardId Shard(int number) => new(client, number);

    private async Task<ShardPlan?> PlanOf(int number, CancellationToken token, TimeSpan mayBeOld = default) =>
        (await gateway.Ask(new StateOf<SeriesShard>(EntityId.SeriesShard(Shard(number))) { MayBeOld = mayBeOld }, token)).State.Plan;

    private async Task<Reply> Take(Stamp stamp, ShardPlan plan, int number, RowBlock rows, CancellationToken token)
    {
        var take = new SeriesShardCommand.TakeRows(Shard(number), stamp, rows);
        var answer = await gateway.Send(take, token);
        // Whoever set the plan was interrupted before this shard.
        if (answer is not Reply.Rejected { Code: "plan-missing" or "column-unknown" }) return answer;
        return await SetPlan(number, stamp, plan, token) is Reply.Rejected ? answer : await gateway.Send(take, token);
    }

    /// <summary>Null when every shard has the plan, else the answer of one that refuses.</summary>
    private async Task<Reply.Rejected?> Align(Stamp stamp, ShardPlan plan, CancellationToken token)
    {
        var replies = await Task.WhenAll(Enumerable.Range(1, plan.Shards - 1).Select(number => SetPlan(number, stamp, plan, token)));
        return replies.OfType<Reply.Rejected>().FirstOrDefault();
    }

    private async Task<Reply> SetPlan(int number, Stamp stamp, ShardPlan plan, CancellationToken token)
    {
        if (await PlanOf(number, token) is { } known && known.Hash == plan.Hash && known.Version == plan.Version) return new Reply.Duplicate(known.Version);
        var own = Stamp.Create(CommandId.Parse($"plan-{plan.Version}-{plan.Hash[..32]}"), stamp.Who, stamp.When);
        return await gateway.Send(new SeriesShardCommand.SetPlan(Shard(number), own, plan), token);
    }

    /// <summary>The same rows under the same command are the same wish, whenever they are brought.</summary>
    private static Stamp Commanded(Stamp stamp, int shard, RowBlock rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{stamp.Command.Value} {shard}\n"));
        hash.AppendData(RowBlockBytes.Write(rows));
        return Stamp.Create(CommandId.Parse($"rows-{Convert.ToHexStringLower(hash.GetHashAndReset())[..48]}"), stamp.Who, stamp.When);
    }
}
