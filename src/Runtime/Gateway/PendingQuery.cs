using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>A query and its answer.</summary>
internal sealed class PendingQuery<TAnswer>(Query<TAnswer> query, long came) : QueryLetter(came)
{
    private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override TimeSpan MayBeOld => query.MayBeOld;

    internal override object Asked => query;

    internal Task<TAnswer> Answer => _answer.Task;

    internal override void Fail(Exception failure) => _answer.TrySetException(failure);

    internal override void TryAnswer<T>(T answer)
    {
        if (answer is TAnswer asked) _answer.TrySetResult(asked);
    }
}
