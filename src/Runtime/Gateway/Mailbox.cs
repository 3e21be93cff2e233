namespace SecretMagic.Runtime;

/// <summary>Letters in the order in which they came. Many threads put them in, one takes them out; an empty one is a few words of memory.</summary>
internal sealed class Mailbox
{
    /// <summary>What came since letters were last taken, the newest first.</summary>
    private Letter? _came;

    /// <summary>What was taken from there, the oldest first.</summary>
    private Letter? _first;

    internal void Put(Letter letter)
    {
        var came = Volatile.Read(ref _came);
        while (true)
        {
            letter.Next = came;
            var before = Interlocked.CompareExchange(ref _came, letter, came);
            if (before == came) return;
            came = before;
        }
    }

    /// <summary>The oldest letter, which stays; null when there is none.</summary>
    internal Letter? Peek()
    {
        if (_first is not null) return _first;
        for (var letter = Interlocked.Exchange(ref _came, null); letter is not null;)
        {
            var next = letter.Next;
            (letter.Next, _first, letter) = (_first, letter, next);
        }

        return _first;
    }

    /// <summary>Takes out the oldest letter, which was peeked at.</summary>
    internal void Take() => _first = _first!.Next;
}
