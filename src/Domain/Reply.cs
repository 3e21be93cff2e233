namespace SecretMagic.Domain;

/// <summary>The answer to a command; there is no other. A timeout is no answer: the outcome is unknown until the command is sent again.</summary>
public abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>The command changed something; false also when it wanted what was so already.</summary>
    public bool IsChange => this is Accepted { Changes: > 0 };

    /// <summary>It is done and stored.</summary>
    /// <param name="Version">The version of the entity behind it.</param>
    public sealed record Accepted(long Version) : Reply
    {
        /// <summary>How much changed: rows that said something new, or 1; 0 when it was so already.</summary>
        public long Changes { get; init; } = 1;
    }

    /// <summary>It was done before under the same id; this time nothing changed.</summary>
    /// <param name="Version">The version that the first answer named.</param>
    public sealed record Duplicate(long Version) : Reply;

    /// <summary>It is not allowed; nothing changed.</summary>
    /// <param name="Code">A stable name of the rule, such as <c>batch-not-running</c>.</param>
    /// <param name="Reason">What is wrong, where, and what to do.</param>
    public sealed record Rejected(string Code, string Reason) : Reply;

    /// <summary>Too much waits already; nothing changed. Send it again later, under the same id.</summary>
    public sealed record Busy : Reply;
}
