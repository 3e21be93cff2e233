using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Runtime;

/// <summary>
/// The home of an entity of any kind. Commands that wait together are decided one behind the other and stored in one append. When the store is away they are
/// tried again; when it was away for too long, or the entity fails, their senders are told and the entity goes on from what is stored.
/// </summary>
internal sealed class EntityHome<TState, TCommand, TEvent>(EntityId id, IEventStore store, GatewayOptions options, TimeProvider time, ILogger log)
    : Home(options.MailboxSize)
    where TState : class, IDecider<TState, TCommand, TEvent>
    where TCommand : Command
    where TEvent : Event
{
    /// <summary>Commands of one append: enough to make a sync worth its time, few enough that the first one does not wait long.</summary>
    private const int MaxBurst = 64;

    private readonly JournaledEntity<TState, TCommand, TEvent> _entity = new(store, id);
    private readonly List<CommandLetter> _commands = [];
    private readonly List<QueryLetter> _queries = [];

    private protected override async ValueTask<int> Work(Mailbox mailbox)
    {
        // A sender counts its letter before it lies there.
        Letter? letter;
        for (var spin = new SpinWait(); (letter = mailbox.Peek()) is null; spin.SpinOnce())
        {
        }

        var done = letter is CommandLetter ? await Decide(mailbox) : await Answer(mailbox);
        LastActive = time.GetTimestamp();
        return done;
    }

    private async ValueTask<int> Decide(Mailbox mailbox)
    {
        var done = 0;
        _commands.Clear();
        for (; done < MaxBurst && mailbox.Peek() is CommandLetter letter; done++)
        {
            mailbox.Take();
            if (letter.Command is TCommand) _commands.Add(letter);
            else letter.Fail(new InvalidOperationException($"{id}: the command {letter.Command.GetType()} is for an entity of another kind."));
        }

        if (_commands.Count > 0) await Decide(_commands);
        return done;
    }

    private async Task Decide(List<CommandLetter> burst)
    {
        try
        {
            var commands = new TCommand[burst.Count];
            for (var at = 0; at < commands.Length; at++) commands[at] = (TCommand)burst[at].Command;
            var replies = await Patiently(burst[0].Came, () => _entity.Handle(commands, CancellationToken.None));
            for (var at = 0; at < replies.Length; at++)
            {
                if (replies[at] is Reply.Rejected rejected) log.CommandRefused(id.Value, commands[at].GetType().Name, commands[at].Stamp.Who, rejected.Code);
                burst[at].Reply(replies[at]);
            }
        }
#pragma warning disable CA1031 // whatever fails is the answer of the senders; the entity lives on
        catch (Exception failure)
#pragma warning restore CA1031 // only the catch above is broad
        {
            if (burst.Count == 1 || failure is TimeoutException)
            {
                foreach (var letter in burst)
                {
                    log.CommandFailed(failure, id.Value, letter.Command.GetType().Name, letter.Command.Stamp.Who);
                    letter.Fail(failure);
                }
            }
            else
            {
                // One of them fails: the others need not share its fate.
                foreach (var letter in burst.ToArray()) await Decide([letter]);
            }
        }
    }

    private async ValueTask<int> Answer(Mailbox mailbox)
    {
        _queries.Clear();
        while (_queries.Count < MaxBurst && mailbox.Peek() is QueryLetter letter)
        {
            mailbox.Take();
            _queries.Add(letter);
        }

        try
        {
            var entity = await Patiently(
                _queries[0].Came, () => options.IsShared ? _entity.ReadCurrent(CancellationToken.None) : _entity.Read(CancellationToken.None));
            var answer = new Versioned<TState>(entity.Version, entity.State);
            foreach (var letter in _queries)
            {
                if (!letter.TryAnswer(answer)) letter.Fail(new InvalidOperationException($"{id}: it has no answer to the query {letter.GetType()}."));
            }
        }
#pragma warning disable CA1031 // whatever fails is the answer of the senders; the entity lives on
        catch (Exception failure)
#pragma warning restore CA1031 // only the catch above is broad
        {
            foreach (var letter in _queries) letter.Fail(failure);
        }

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
