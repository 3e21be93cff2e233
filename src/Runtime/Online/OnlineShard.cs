using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime.Online;

/// <summary>
/// A shard of series in memory: its rows, and their features now. It follows the shard's events, one after another, and does nothing else: no file, no clock,
/// no thread. One caller at a time. The law: whatever the order of rows, late ones and corrections among them, and wherever it was saved and restored, the
/// features it serves are, by bits, those of a batch over what is known.
/// </summary>
/// <param name="compile">Compiles the plan of a shard.</param>
internal sealed class OnlineShard(Func<ShardPlan, OnlinePlan> compile) : IDisposable
{
    /// <summary>How many answers are remembered.</summary>
    private const int Served = 256;

    private readonly List<SeriesEntry> _touched = [];
    private readonly ShardFeatures?[] _served = new ShardFeatures?[Served];
    private ImmutableArray<FeatureFeed> _feeds = [];
    private ShardWorker? _worker;
    private int _columns;

    /// <summary>The version of the shard behind its last event.</summary>
    internal long Version { get; private set; }

    /// <summary>The plan by which features are served; null before the first.</summary>
    internal OnlinePlan? Plan => _worker?.Plan;

    /// <summary>The plan that is to be served once it is built; null when there is none.</summary>
    internal PlanChange? Pending { get; private set; }

    internal ShardRows Rows { get; private set; } = new();

    /// <summary>Follows events; features are brought up to date behind the last of them.</summary>
    internal void Apply(params ReadOnlySpan<Recorded> events)
    {
        foreach (var recorded in events)
        {
            if (recorded.Version != Version + 1)
                throw new InvalidOperationException($"{recorded.Entity}: event {recorded.Version} comes after {Version}; the journal has a gap.");
            switch (recorded.Event)
            {
                case SeriesShardEvent.PlanSet set:
                    Begin(compile(set.Plan));
                    break;
                case SeriesShardEvent.RowsTaken taken:
                    Rows.Add(taken.Rows, MicrosOf(recorded.Stamp.When), _touched);
                    break;
                default:
                    throw new InvalidOperationException($"{recorded.Entity}: event {recorded.Version} is {recorded.Event.GetType()}, which is not its own.");
            }

            Version = recorded.Version;
        }

        Update();
    }

    /// <summary>The rows of a block that say something new; null when none does.</summary>
    internal RowBlock? News(RowBlock rows, Stamp stamp) => Rows.News(rows, MicrosOf(stamp.When));

    /// <summary>The features of a series now; null when it has no rows. Asked again before anything changed, the same object.</summary>
    internal ShardFeatures? Features(string series)
    {
        ref var served = ref _served[(uint)string.GetHashCode(series, StringComparison.Ordinal) % Served];
        if (served is not null && served.Version == Version && served.Plan == Plan && served.Series == series) return served;
        return _worker is not null && Rows.Find(series) is { State: not null } entry ? served = FeaturesOf(entry) : null;
    }

    /// <summary>Ids of series in ordinal order, the first so many behind one.</summary>
    internal ImmutableArray<string> Series(string? after, int limit)
    {
        // The last in the order comes out first, so what stays are the smallest.
        var smallest = new PriorityQueue<string, string>(limit + 1, Comparer<string>.Create((one, other) => string.CompareOrdinal(other, one)));
        foreach (var entry in Rows.Entries)
        {
            if (after is not null && string.CompareOrdinal(entry.Id, after) <= 0) continue;
            if (smallest.Count < limit) smallest.Enqueue(entry.Id, entry.Id);
            else smallest.EnqueueDequeue(entry.Id, entry.Id);
        }

        var answer = new string[smallest.Count];
        for (var at = answer.Length - 1; at >= 0; at--) answer[at] = smallest.Dequeue();
        return [.. answer];
    }

    /// <summary>Rows of a series and their features; null when it has none.</summary>
    internal SeriesTable? History(SeriesHistory asked) => _worker is not null && Rows.Find(asked.Series) is { Facts.Count: > 0 } entry
        ? SeriesReplay.Of(entry, Rows.Columns, _worker.Plan, Version, asked.Span, asked.Columns, asked.MostRows)
        : null;

    /// <summary>The features of a series from what was known, and had happened, by a moment; null when nothing was.</summary>
    internal ShardFeatures? FeaturesAsOf(string series, DateTimeOffset moment)
    {
        if (_worker is null || Rows.Find(series) is not { } entry) return null;
        using var worker = new ShardWorker(_worker.Plan, Rows.Columns);
        var latest = new double[worker.Width];
        return worker.Replay(entry.Facts, MicrosOf(moment), latest) is { } state
            ? new ShardFeatures(series, state.NextPeriod - 1, Version, worker.Plan, [.. latest])
            : null;
    }

    /// <summary>Collects changes from now on.</summary>
    /// <param name="series">Of these series; null for all.</param>
    internal FeatureFeed Watch(IEnumerable<string>? series)
    {
        var feed = new FeatureFeed(series, ended => ImmutableInterlocked.Update(ref _feeds, feeds => feeds.Remove(ended)));
        ImmutableInterlocked.Update(ref _feeds, feeds => feeds.Add(feed));
        return feed;
    }

    /// <summary>Serves a plan that was built aside; series that changed meanwhile are computed again.</summary>
    /// <returns>False when another plan was set meanwhile: this one is never served.</returns>
    internal bool Adopt(PlanChange change)
    {
        if (Pending != change) return false;
        Pending = null;
        Serve(change.Plan);
        foreach (var entry in Rows.Entries)
        {
            var isCurrent = change.Built.TryGetValue(entry.Id, out var built) && built.Revision == entry.Facts.Revision;
            (entry.State, entry.Latest) = isCurrent ? (built.State, built.Latest) : (null, new double[_worker!.Width]);
            if (isCurrent) Publish(entry);
            else Touch(entry);
        }

        Update();
        return true;
    }

    /// <summary>Its rows, states and features as bytes; null while another plan is built, for they would be of the old one.</summary>
    internal byte[]? Save() => Pending is null && _worker is not null ? ShardBytes.Write(Version, _worker.Plan, Rows) : null;

    /// <summary>Takes what was saved in place of events up to its version.</summary>
    /// <returns>False when another version of the program or another plan wrote it, or it is damaged: apply the events.</returns>
    internal bool Restore(ReadOnlySpan<byte> bytes, ShardPlan plan)
    {
        var compiled = compile(plan);
        if (Version != 0 || ShardBytes.Read(bytes, compiled) is not { } read) return false;
        (Version, Rows) = read;
        Serve(compiled);
        return true;
    }

    public void Dispose() => _worker?.Dispose();

    internal static long MicrosOf(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private void Begin(OnlinePlan plan)
    {
        Pending = null;
        if (Plan?.Hash == plan.Hash) return;
        // Rows that were only taken so far have no features that could be served meanwhile.
        if (Plan is not null && Rows.Entries.Any(entry => entry.State is not null)) Pending = new PlanChange(plan, Rows);
        else Serve(plan);
    }

    private void Serve(OnlinePlan plan)
    {
        _worker?.Dispose();
        _worker = new ShardWorker(plan, Rows.Columns);
        _columns = Rows.Columns.Length;
    }

    private void Update()
    {
        if (_touched.Count == 0 || _worker is null) return;
        if (_columns != Rows.Columns.Length) Serve(_worker.Plan);
        foreach (var entry in _touched)
        {
            if (entry.Latest.Length != _worker.Width) entry.Latest = new double[_worker.Width];
            if (entry.State is { } state && CanGoOn(entry, state))
            {
                foreach (var period in entry.Past ?? []) _worker.Correct(state, entry.Facts, period, entry.Latest);
                _worker.Extend(state, entry.Facts, entry.Latest);
            }
            else entry.State = _worker.Replay(entry.Facts, long.MaxValue, entry.Latest);

            (entry.IsStale, entry.Past) = (false, null);
            Publish(entry);
        }

        _touched.Clear();
    }

    /// <summary>True when putting the past right costs less than computing the series again, and reaches back far enough.</summary>
    private static bool CanGoOn(SeriesEntry entry, Features.OnlineSeries state) =>
        entry.Past is null
        || (entry.Past.Count * ShardWorker.Correctable <= state.Rows && entry.Past.TrueForAll(period => ShardWorker.Reaches(state, period)));

    private void Touch(SeriesEntry entry)
    {
        if (!entry.IsStale) _touched.Add(entry);
        entry.IsStale = true;
    }

    private void Publish(SeriesEntry entry)
    {
        foreach (var feed in _feeds)
            if (feed.Wants(entry.Id)) feed.Put(FeaturesOf(entry));
    }

    private ShardFeatures FeaturesOf(SeriesEntry entry) => new(entry.Id, entry.State!.NextPeriod - 1, Version, _worker!.Plan, [.. entry.Latest]);
}
