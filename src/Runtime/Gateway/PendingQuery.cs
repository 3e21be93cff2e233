using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>A query and its answer.</summary>
internal sealed class PendingQuery<TAnswer>(Query<TAnswer> query, long came) : QueryLetter(came)
{
    private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Query<TAnswer> Query => query;

    internal Task<TAnswer> Answer => _answer.Task;

    internal override void Fail(Exception failure) => _answer.TrySetException(failure);

    internal override bool TryAnswer<TState>(Versioned<TState> state) => state is TAnswer answer && _answer.TrySetResult(answer);
}
