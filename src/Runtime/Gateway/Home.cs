namespace SecretMagic.Runtime;

/// <summary>
/// Where an entity lives while it is in memory: a mailbox with room for so many letters, and one thread at a time that works them off. Senders never wait for
/// each other.
/// </summary>
internal abstract class Home(int size) : IThreadPoolWorkItem
{
    /// <summary>Far enough below 0 that late senders do not lift it above.</summary>
    private const int Retired = int.MinValue / 2;

    private readonly Mailbox _mailbox = new();

    /// <summary>Letters that are in the mailbox or being worked off.</summary>
    private int _count;

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
    internal long LastActive { get; private protected set; }

    internal Door Post(Letter letter)
    {
        var count = Interlocked.Increment(ref _count);
        if (count > 0 && count <= size)
        {
            _mailbox.Put(letter);
            if (count == 1) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return Door.Taken;
        }

        Interlocked.Decrement(ref _count);
        return count < 0 ? Door.Closed : Door.Full;
    }

    /// <summary>Closes the door, unless something waits or is worked off.</summary>
    internal bool TryRetire() => Interlocked.CompareExchange(ref _count, Retired, 0) == 0;

    /// <inheritdoc/>
    public void Execute() => _ = Run();

    /// <summary>Takes letters in order, as many as belong together, and answers them. Throws nothing.</summary>
    private protected abstract ValueTask<int> Work(Mailbox mailbox);

    private async Task Run()
    {
        var done = await Work(_mailbox);
        // Others get their turn between two goes of an entity that is always busy.
        if (Interlocked.Add(ref _count, -done) > 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
