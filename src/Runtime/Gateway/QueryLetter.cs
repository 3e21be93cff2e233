namespace SecretMagic.Runtime;

/// <summary>A query, whatever its answer is.</summary>
internal abstract class QueryLetter(long came) : Letter(came)
{
    /// <summary>How old the look at the store may be.</summary>
    internal abstract TimeSpan MayBeOld { get; }

    /// <summary>What is asked.</summary>
    internal abstract object Asked { get; }

    /// <summary>Answers; does nothing when the query asks for something else.</summary>
    internal abstract void TryAnswer<T>(T answer);
}
