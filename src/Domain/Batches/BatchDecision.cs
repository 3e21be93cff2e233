using System.Diagnostics;
using SecretMagic.Domain.Clients;
using static SecretMagic.Domain.Batches.BatchCommand;
using static SecretMagic.Domain.Batches.BatchEvent;

namespace SecretMagic.Domain.Batches;

/// <summary>What a batch says to each command.</summary>
internal static class BatchDecision
{
    private const int MaxErrorLength = 4_000;

    internal static Decision<BatchEvent> Of(Batch state, BatchCommand command)
    {
        if (command is Enqueue queue) return OfEnqueue(state, queue);
        if (state.Status == default) return Reject("batch-unknown", $"Batch {command.Batch} was never queued: queue it first.");
        return command switch
        {
            Start wish => OfStart(state, wish),
            Report wish => Fence(state, wish, wish.Attempt) ?? OfReport(state, wish),
            Complete wish => Fence(state, wish, wish.Attempt)
                ?? (wish.Result.Refusal() is { } wrong ? Reject("result", Of(wish, wrong)) : Accept(new Completed(wish.Attempt, wish.Result))),
            Fail wish => Fence(state, wish, wish.Attempt) ?? OfFail(state, wish),
            GiveBack wish => Fence(state, wish, wish.Attempt) ?? Accept(new GivenBack(wish.Attempt, state.LastAttempt + 1)),
            Retry wish => state.Status == BatchStatus.Failed
                ? Accept(new Retried(state.Attempt + state.MaxAttempts, state.LastAttempt))
                : Reject("batch-not-failed", Of(wish, $"It is {Word(state)}: only a failed batch is tried again.")),
            Cancel wish => OfCancel(state, wish),
            _ => throw new UnreachableException($"No batch knows the command {command.GetType()}."),
        };
    }

    private static Decision<BatchEvent> OfEnqueue(Batch state, Enqueue wish)
    {
        // The one who asks may be of another client: nothing of the batch is told.
        if (state.Status != default) return Reject("batch-exists", $"There is a batch {wish.Batch} already: choose another id.");
        if (wish.Order.Refusal() is { } wrong) return Reject("order", Of(wish, wrong));
        return wish.MaxAttempts is < 1 or > 100
            ? Reject("max-attempts", Of(wish, $"{wish.MaxAttempts} attempts are none: give 1 to 100."))
            : Accept(new Queued(wish.Clearance.Client, wish.Order.Work, wish.Clearance.Revision, wish.MaxAttempts)
            {
                Order = wish.Order,
                Trace = wish.Trace is { Length: <= 100 } trace ? trace : null,
            });
    }

    private static Decision<BatchEvent> OfStart(Batch state, Start wish)
    {
        if (state.Status is not (BatchStatus.Queued or BatchStatus.Running))
            return Reject("batch-over", Of(wish, $"It is {Word(state)}: queue a new batch."));
        if (Unfit(state, wish.Clearance) is { } unfit) return Reject(unfit.Code, Of(wish, unfit.Reason));
        if (wish.Attempt != state.Attempt + 1)
            return Reject("attempt-taken", Of(wish, $"Attempt {state.Attempt} was started last; attempt {wish.Attempt} cannot follow: look for other work."));
        if (FreeText.Refusal("The worker", wish.Worker, 200) is { } wrong) return Reject("worker", Of(wish, wrong));
        return wish.Attempt > state.LastAttempt
            ? Accept(new Failed(state.Attempt, $"The worker of attempt {state.Attempt}, the last one allowed, is gone."))
            : Accept(new Started(wish.Attempt, wish.Worker));
    }

    private static Reply.Rejected? Unfit(Batch state, Clearance clearance) =>
        clearance.Client != state.Client ? new("other-client", $"The clearance is of client {clearance.Client}, the batch of client {state.Client}.")
        : clearance.Revision != state.Revision
            ? new("revision-changed", $"It was queued under revision {state.Revision} of the configuration, which is {clearance.Revision} now: "
                + "cancel it and queue a new batch.")
            : null;

    private static Decision<BatchEvent> OfReport(Batch state, Report wish)
    {
        if (wish.Progress.Refusal() is { } wrong) return Reject("progress", Of(wish, wrong));
        return wish.Progress.Done < state.Progress.Done
            ? Reject("progress", Of(wish, $"Progress was {state.Progress.Done} already and does not go back to {wish.Progress.Done}."))
            : Accept(new Progressed(wish.Attempt, wish.Progress));
    }

    private static Decision<BatchEvent> OfFail(Batch state, Fail wish)
    {
        var error = FreeText.Cleaned(wish.Error, MaxErrorLength);
        return wish.MayRetry && state.Attempt < state.LastAttempt ? Accept(new Requeued(wish.Attempt, error)) : Accept(new Failed(wish.Attempt, error));
    }

    private static Decision<BatchEvent> OfCancel(Batch state, Cancel wish)
    {
        if (state.Status is not (BatchStatus.Queued or BatchStatus.Running)) return Reject("batch-over", Of(wish, $"It is {Word(state)} already."));
        return FreeText.Refusal("The reason", wish.Reason, 1000) is { } wrong ? Reject("reason", Of(wish, wrong)) : Accept(new Cancelled(wish.Reason));
    }

    /// <summary>Only the attempt that runs may speak for the batch.</summary>
    private static Decision<BatchEvent>? Fence(Batch state, BatchCommand wish, int attempt)
    {
        if (state.Status != BatchStatus.Running) return Reject("batch-not-running", Of(wish, $"It is {Word(state)}: stop working on it."));
        return attempt == state.Attempt
            ? null
            : Reject("attempt-over", Of(wish, $"Attempt {state.Attempt} of worker {state.Worker} runs, not attempt {attempt}: stop working on it."));
    }

    private static string Word(Batch state) => state.Status.ToString().ToLowerInvariant();

    private static Decision<BatchEvent> Accept(BatchEvent happened) => Decision<BatchEvent>.Accept(happened);

    private static Decision<BatchEvent> Reject(string code, string reason) => Decision<BatchEvent>.Reject(code, reason);

    private static string Of(BatchCommand command, string wrong) => $"Batch {command.Batch}: {wrong}";
}
