using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>A command and its answer.</summary>
internal sealed class CommandLetter(Command command, long came) : TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously), ILetter
{
    internal Command Command => command;

    public long Came => came;

    public void Fail(Exception failure) => TrySetException(failure);
}
