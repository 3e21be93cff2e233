using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;

namespace SecretMagic.Storage.Journal;

/// <summary>
/// Appends that wait while a transaction is synced share the next one. One of many commands goes along as long as the transaction stays short: when an entity
/// that could not be reached is back with all that waited for it, the others hardly notice. When the channel is full, callers wait. An append that the store
/// refuses takes no other one with it: its group is tried again one by one.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int MaxGroup = 512;

    /// <summary>Changes of tables in a transaction, a statement each; an append with more than the few of one command waits when they are too many.</summary>
    private const int MaxChanges = 256, FewChanges = 8;

    private readonly Channel<PreparedAppend> _waiting = Channel.CreateBounded<PreparedAppend>(new BoundedChannelOptions(4 * MaxGroup) { SingleReader = true });
    private readonly Func<IReadOnlyList<PreparedAppend>, Task<AppendOutcome[]>> _commit;
    private readonly Func<DbException, bool> _isOfOne;
    private readonly Task _loop;

    /// <param name="commit">Stores a group in one transaction: all winners or none.</param>
    /// <param name="isOfOne">The store refused one append of the group, not the group.</param>
    internal GroupCommit(Func<IReadOnlyList<PreparedAppend>, Task<AppendOutcome[]>> commit, Func<DbException, bool> isOfOne)
    {
        (_commit, _isOfOne) = (commit, isOfOne);
        _loop = Task.Run(Loop);
    }

    internal async Task<AppendOutcome> Append(PreparedAppend append, CancellationToken token)
    {
        await _waiting.Writer.WriteAsync(append, token);
        return await append.Outcome.Task.WaitAsync(token);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task Loop()
    {
        var (group, left) = (new List<PreparedAppend>(MaxGroup), new Queue<PreparedAppend>());
        while (left.Count > 0 || await _waiting.Reader.WaitToReadAsync())
        {
            Gather(group, left);
            if (group.Count > 0) await Store(group);
        }
    }

    /// <summary>What was left behind comes first; the first of all goes in any case, so each has its turn.</summary>
    private void Gather(List<PreparedAppend> group, Queue<PreparedAppend> left)
    {
        group.Clear();
        var changes = 0;
        for (var waited = left.Count; waited > 0; waited--) Put(left.Dequeue());
        while (group.Count < MaxGroup && left.Count < MaxGroup && _waiting.Reader.TryRead(out var append)) Put(append);

        void Put(PreparedAppend append)
        {
            if (append.IsAbandoned)
            {
                append.Outcome.SetCanceled();
            }
            else if (group.Count == 0 || append.Changes.Length <= FewChanges || changes + append.Changes.Length <= MaxChanges)
            {
                group.Add(append);
                changes += append.Changes.Length;
            }
            else
            {
                left.Enqueue(append);
            }
        }
    }

    private async Task<AppendOutcome[]> Commit(List<PreparedAppend> group)
    {
        using var span = SpanOf(group);
        var started = Stopwatch.GetTimestamp();
        var outcomes = await _commit(group);
        StorageTelemetry.Commit.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (!StorageTelemetry.Events.Enabled) return outcomes;
        for (var at = 0; at < outcomes.Length; at++)
            if (outcomes[at].IsStored) StorageTelemetry.Events.Add(group[at].Events.Events.Length);
        return outcomes;
    }

    /// <summary>A transaction of many callers is a span of the first that follows a trace, and linked to the others.</summary>
    private static Activity? SpanOf(List<PreparedAppend> group)
    {
        if (!StorageTelemetry.Traces.HasListeners()) return null;
        var callers = group.Where(append => append.Caller != default).Select(append => append.Caller).ToList();
        if (callers is not [var first, .. var rest]) return null;
        var others = rest.Where(other => other.TraceId != first.TraceId).Select(other => new ActivityLink(other));
        return StorageTelemetry.Traces.StartActivity("journal.commit", ActivityKind.Client, first, links: others);
    }

    private async Task Store(List<PreparedAppend> group)
    {
        try
        {
            var outcomes = await Commit(group);
            for (var at = 0; at < group.Count; at++) group[at].Outcome.SetResult(outcomes[at]);
        }
        catch (DbException refused) when (group.Count > 1 && _isOfOne(refused))
        {
            foreach (var append in group) await Store([append]);
        }
#pragma warning disable CA1031 // whatever fails is the answer of the callers; the loop goes on
        catch (Exception failure)
#pragma warning restore CA1031 // only the catch above is broad
        {
            foreach (var append in group) append.Outcome.SetException(failure);
        }
    }
}
