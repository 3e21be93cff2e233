namespace SecretMagic.Runtime;

/// <summary>
/// Runs work that computes for long on a thread of its own, and what follows its waits, too: a computation that sat on a thread of the pool would hold up
/// whatever else is answered there until the pool has grown, which takes it half a second a thread.
/// </summary>
/// <remarks>The work must not block on a task of its own: what would end it waits for this thread.</remarks>
public static class OwnThread
{
    /// <summary>Starts work.</summary>
    /// <param name="work">What is done; it begins on the new thread.</param>
    public static Task<T> Run<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var turns = new Turns();
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(turns);
            _ = Complete(work, outcome, turns);
            turns.Take();
        });
        (thread.IsBackground, thread.Name) = (true, "computes");
        thread.Start();
        return outcome.Task;
    }

    private static async Task Complete<T>(Func<Task<T>> work, TaskCompletionSource<T> outcome, Turns turns)
    {
        try
        {
            outcome.SetResult(await work());
        }
        catch (OperationCanceledException stopped)
        {
            outcome.SetCanceled(stopped.CancellationToken);
        }
#pragma warning disable CA1031 // whatever fails is the caller's to see
        catch (Exception failure)
#pragma warning restore CA1031 // only the catch above is broad
        {
            outcome.SetException(failure);
        }
        finally
        {
            turns.End();
        }
    }

    /// <summary>What follows waits, in its order.</summary>
    private sealed class Turns : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Turn, object? State)> _waiting = [];
        private bool _isOver;

        public override void Post(SendOrPostCallback d, object? state)
        {
            lock (_waiting)
            {
                if (!_isOver)
                {
                    _waiting.Enqueue((d, state));
                    Monitor.Pulse(_waiting);
                    return;
                }
            }

            // What comes when the work is over is no part of it, and runs anywhere.
            base.Post(d, state);
        }

        internal void End()
        {
            lock (_waiting)
            {
                _isOver = true;
                Monitor.Pulse(_waiting);
            }
        }

        internal void Take()
        {
            while (Next() is { } next) next.Turn(next.State);
        }

        private (SendOrPostCallback Turn, object? State)? Next()
        {
            lock (_waiting)
            {
                while (_waiting.Count == 0 && !_isOver) Monitor.Wait(_waiting);
                return _waiting.TryDequeue(out var next) ? next : null;
            }
        }
    }
}
