using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>A command and its answer.</summary>
internal sealed class CommandLetter(Command command, long came) : Letter(came)
{
    private readonly TaskCompletionSource<Reply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Command Command => command;

    internal Task<Reply> Answer => _answer.Task;

    internal void Reply(Reply reply) => _answer.TrySetResult(reply);

    internal override void Fail(Exception failure) => _answer.TrySetException(failure);
}
