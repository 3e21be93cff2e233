using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using SecretMagic.Domain;

namespace SecretMagic.Api;

/// <summary>The domain's answer to a command as HTTP, in this place alone.</summary>
internal static class Replies
{
    /// <summary>200, or 201 with the address of what was made; what was refused is a problem.</summary>
    /// <exception cref="ProblemException">It was refused, or too much waits.</exception>
    internal static IResult Of(Call call, Reply reply, EntityId entity, string? created)
    {
        var (word, version) = Done(call, reply, entity);
        call.Tag(version);
        var answer = new CommandAnswer(word, entity.Value, version, reply.IsChange, call.Stamp.Command.Value);
        return created is not null && reply is Reply.Accepted ? TypedResults.Created(created, answer) : TypedResults.Ok(answer);
    }

    /// <summary>How it was done, and the version behind it.</summary>
    /// <exception cref="ProblemException">It was refused, or too much waits.</exception>
    internal static (string Word, long Version) Done(Call call, Reply reply, EntityId entity)
    {
        if (reply is Reply.Duplicate) call.Say(Call.ReplayHeader, "true");
        return reply switch
        {
            Reply.Accepted accepted => ("accepted", accepted.Version),
            Reply.Duplicate duplicate => ("duplicate", duplicate.Version),
            Reply.Rejected rejected => throw new ProblemException(rejected.Code, rejected.Reason),
            Reply.Busy => throw new ProblemException("busy", $"{entity}: too much waits for it already."),
            _ => throw new UnreachableException($"No answer is known for {reply}."),
        };
    }

    /// <summary>What became of a command.</summary>
    /// <param name="Reply">accepted, or duplicate: it was done before under the same Idempotency-Key.</param>
    /// <param name="Entity">What was told, <c>client:acme</c>.</param>
    /// <param name="Version">Its version behind the command.</param>
    /// <param name="Changed">Something is different now; false when it was so already.</param>
    /// <param name="CommandId">The id of the command.</param>
    internal sealed record CommandAnswer(string Reply, string Entity, long Version, bool Changed, string CommandId);
}
