namespace SecretMagic.Pipeline;

/// <summary>
/// A root with branches that do not depend on each other. They run beside each other; one that fails is tried again while that may help, then fails alone, and
/// the others go on. Cancelling stops all of them.
/// </summary>
/// <param name="policy">When a branch is tried again.</param>
/// <param name="time">Measures the waits.</param>
/// <param name="threads">How many branches run at once, at least one.</param>
/// <param name="seed">What tells this run from others, for the waits.</param>
internal sealed class BranchTree(RetryPolicy policy, TimeProvider time, int threads, uint seed)
{
    /// <summary>Runs all branches, and says how each ended, in their order.</summary>
    /// <param name="branches">How many there are.</param>
    /// <param name="run">Runs one, from its beginning each time; on any thread.</param>
    /// <param name="token">Stops all.</param>
    /// <exception cref="OperationCanceledException">It was stopped; no branch runs any more.</exception>
    public BranchEnd<T>[] Run<T>(int branches, Func<int, CancellationToken, T> run, CancellationToken token)
        where T : class
    {
        var ends = new BranchEnd<T>[branches];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = token };
        try
        {
            Parallel.For(0, branches, options, branch => ends[branch] = Supervise(branch, run, token));
        }
        catch (AggregateException stopped) when (token.IsCancellationRequested)
        {
            throw new OperationCanceledException(stopped.Message, stopped, token);
        }

        return ends;
    }

    private BranchEnd<T> Supervise<T>(int branch, Func<int, CancellationToken, T> run, CancellationToken token)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                token.ThrowIfCancellationRequested();
                return new BranchEnd<T>(run(branch, token), null, attempt);
            }
#pragma warning disable CA1031 // the supervisor: whatever a branch fails of, the others and the process live on, and it is told
            catch (Exception failure) when (!token.IsCancellationRequested)
#pragma warning restore CA1031
            {
                var wait = RetryPolicy.IsTransient(failure) ? policy.WaitBehind(seed, branch, attempt) : null;
                if (wait is null) return new BranchEnd<T>(null, failure, attempt);
                Wait(wait.Value, token);
            }
        }
    }

    private void Wait(TimeSpan wait, CancellationToken token)
    {
        using var over = new ManualResetEventSlim();
        using var timer = time.CreateTimer(state => ((ManualResetEventSlim)state!).Set(), over, wait, Timeout.InfiniteTimeSpan);
        over.Wait(token);
    }
}
