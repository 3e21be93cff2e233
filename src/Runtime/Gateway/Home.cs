using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>
/// Where an entity lives while it is in memory: a mailbox with room for so many letters, and one thread at a time that works them off. Senders never wait for
/// each other. Commands that wait together are decided one behind the other and stored in one append. When the store is away they are tried again; when it
/// was away for too long, or the entity fails, their senders are told and the entity goes on from what is stored.
/// </summary>
internal abstract class Home(EntityId id, GatewayOptions options, TimeProvider time, ILogger log) : IThreadPoolWorkItem, IAsyncDisposable
{
    /// <summary>Commands of one append: enough to make a sync worth its time, few enough that the first one does not wait long.</summary>
    private const int MaxBurst = 64;

    /// <summary>Far enough below 0 that late senders do not lift it above.</summary>
    private const int Retired = int.MinValue / 2;

    private readonly Mailbox _mailbox = new();
    private readonly List<CommandLetter> _commands = [];
    private readonly List<QueryLetter> _queries = [];

    /// <summary>Letters that are in the mailbox or being worked off.</summary>
    private int _count;

    /// <summary>When the store was last looked at, in ticks of the clock; null before the first time.</summary>
    private long? _looked;

    /// <summary>What became of a letter at the door.</summary>
    internal enum Door
    {
        /// <summary>It will be answered.</summary>
        Taken,

        /// <summary>Too many wait.</summary>
        Full,

        /// <summary>The entity left the memory: it has another home by now.</summary>
        Closed,
    }

    /// <summary>When the last letter was worked off, in ticks of the clock.</summary>
    internal long LastActive { get; private set; }

    internal Door Post(Letter letter)
    {
        var count = Interlocked.Increment(ref _count);
        if (count > 0 && count <= options.MailboxSize)
        {
            _mailbox.Put(letter);
            RuntimeTelemetry.Posted();
            if (count == 1) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return Door.Taken;
        }

        Interlocked.Decrement(ref _count);
        return count < 0 ? Door.Closed : Door.Full;
    }

    /// <summary>Closes the door, unless something waits or is worked off.</summary>
    internal bool TryRetire() => Interlocked.CompareExchange(ref _count, Retired, 0) == 0;

    /// <summary>Leaves the memory, behind closed doors.</summary>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void Execute() => _ = Run();

    /// <summary>Decides commands and stores what they lead to, all of it or nothing; when it throws, the outcome of each is unknown.</summary>
    private protected abstract Task<Reply[]> Handle(IReadOnlyList<Command> commands);

    /// <summary>Answers queries from what is stored at this moment; those that it has no answer to are left.</summary>
    private protected abstract Task Answer(IReadOnlyList<QueryLetter> queries);

    /// <summary>Looks at what other processes stored, unless none do, or every query is content with the look that was taken last.</summary>
    private protected async ValueTask Look(IReadOnlyList<QueryLetter> queries, Func<Task> look)
    {
        if (!options.IsShared) return;
        var now = time.GetTimestamp();
        if (_looked is { } looked && IsEnough(time.GetElapsedTime(looked, now))) return;
        await look();
        _looked = now;

        bool IsEnough(TimeSpan age)
        {
            for (var at = 0; at < queries.Count; at++)
                if (queries[at].MayBeOld <= age) return false;
            return true;
        }
    }

    private async Task Run()
    {
        // A sender counts its letter before it lies there.
        Letter? letter;
        for (var spin = new SpinWait(); (letter = _mailbox.Peek()) is null; spin.SpinOnce())
        {
        }

        var done = letter is CommandLetter ? await Decide() : await Answer();
        LastActive = time.GetTimestamp();
        // Others get their turn between two goes of an entity that is always busy.
        if (Interlocked.Add(ref _count, -done) > 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async ValueTask<int> Decide()
    {
        _commands.Clear();
        for (; _commands.Count < MaxBurst && _mailbox.Peek() is CommandLetter letter; _mailbox.Take()) _commands.Add(letter);
        var done = _commands.Count;
        using (SpanOf(_commands[0], _commands.Count)) await Decide(_commands);
        foreach (var letter in _commands) RuntimeTelemetry.Answered(letter, time);
        return done;
    }

    /// <summary>What is done for letters that wait together is a span of the first one.</summary>
    private Activity? SpanOf(Letter first, int count)
    {
        if (first.Sender == default || !RuntimeTelemetry.Traces.HasListeners()) return null;
        var span = RuntimeTelemetry.Traces.StartActivity(first is CommandLetter ? "entity.decide" : "entity.answer", ActivityKind.Internal, first.Sender);
        return span?.SetTag("entity", id.Value).SetTag("letters", count);
    }

    private async Task Decide(List<CommandLetter> burst)
    {
        try
        {
            var commands = new Command[burst.Count];
            for (var at = 0; at < commands.Length; at++) commands[at] = burst[at].Command;
            var replies = await Patiently(burst[0].Came, () => Handle(commands));
            for (var at = 0; at < replies.Length; at++)
            {
                if (replies[at] is Reply.Rejected rejected) Refused(commands[at], rejected);
                burst[at].Reply(replies[at]);
            }
        }
#pragma warning disable CA1031 // whatever fails is the answer of the senders; the entity lives on
        catch (Exception failure)
#pragma warning restore CA1031 // only the catch above is broad
        {
            if (burst.Count > 1 && failure is not TimeoutException)
            {
                // One of them fails: the others need not share its fate.
                foreach (var letter in burst.ToArray()) await Decide([letter]);
                return;
            }

            using var scope = log.BeginScope(LogScope.Of(id));
            foreach (var letter in burst)
            {
                RuntimeTelemetry.Failed("command");
                log.CommandFailed(failure, id.Value, letter.Command.GetType().Name, letter.Command.Stamp.Who);
                letter.Fail(failure);
            }
        }
    }

    private void Refused(Command command, Reply.Rejected rejected)
    {
        using var scope = log.BeginScope(LogScope.Of(id));
        log.CommandRefused(id.Value, command.GetType().Name, command.Stamp.Who, rejected.Code);
    }

    private async ValueTask<int> Answer()
    {
        _queries.Clear();
        for (; _queries.Count < MaxBurst && _mailbox.Peek() is QueryLetter letter; _mailbox.Take()) _queries.Add(letter);
        using var span = SpanOf(_queries[0], _queries.Count);
        try
        {
            await Patiently(
                _queries[0].Came,
                async () =>
                {
                    await Answer(_queries);
                    return true;
                });
            foreach (var letter in _queries) letter.Fail(new InvalidOperationException($"{id}: it has no answer to this query."));
        }
#pragma warning disable CA1031 // whatever fails is the answer of the senders; the entity lives on
        catch (Exception failure)
#pragma warning restore CA1031 // only the catch above is broad
        {
            RuntimeTelemetry.Failed("query");
            foreach (var letter in _queries) letter.Fail(failure);
        }

        foreach (var letter in _queries) RuntimeTelemetry.Answered(letter, time);
        return _queries.Count;
    }

    /// <summary>Tries again while the store is away. Nothing is done twice: a command that was stored meanwhile is found under its id.</summary>
    private async Task<T> Patiently<T>(long came, Func<Task<T>> ask)
    {
        var outage = new Outage(time);
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception failure) when (Outage.IsOne(failure))
            {
                if (time.GetElapsedTime(came) > options.Patience)
                {
                    throw new TimeoutException(
                        $"{id}: the store was away for {options.Patience.TotalSeconds:0} s; the outcome is unknown: send it again.", failure);
                }

                log.StoreAway(failure, id.Value);
            }

            await outage.Pause(CancellationToken.None);
        }
    }
}
