using SecretMagic.Domain;

namespace SecretMagic.Cli;

/// <summary>The answer to a command as people and scripts read it.</summary>
internal static class ReplyAnswer
{
    /// <summary>What became of a command.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="stamp">The command.</param>
    /// <param name="entity">What was told.</param>
    /// <param name="done">What was done, for people.</param>
    /// <param name="next">What to do next; null when nothing is.</param>
    public static Answer Of(Reply reply, Stamp stamp, EntityId entity, string done, string? next)
    {
        if (reply is Reply.Rejected rejected) return Answer.Refused(rejected, Hint.Of(rejected, entity.Key));
        var (word, version) = reply switch
        {
            Reply.Accepted accepted => ("accepted", accepted.Version),
            Reply.Duplicate duplicate => ("duplicate", duplicate.Version),
            _ => throw new IOException($"Too much waits already: send it again later, with --command-id {stamp.Command}."),
        };
        var json = new { Reply = word, Entity = entity.Value, Version = version, Changed = reply.IsChange, CommandId = stamp.Command.Value, Next = next };
        return new Answer(json, console =>
        {
            console.Line(
                word == "duplicate" ? $"{entity.Key}: already done under this command id, as version {version}"
                : reply.IsChange ? $"{entity.Key}: {done} (version {version})"
                : $"{entity.Key}: it is so already, nothing changed");
            if (next is not null) console.Line(next);
        });
    }
}
