using SecretMagic.Storage.Work;

namespace SecretMagic.Runtime;

/// <summary>
/// A claim that is renewed from a timer of its own while the work runs. When it is lost, or could not be renewed before it ended, <see cref="Lost"/> is
/// cancelled: whoever works under it stops and writes nothing more.
/// </summary>
internal sealed class WorkLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly WorkClaims _claims;
    private readonly WorkClaim _claim;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly Task _beats;

    /// <param name="claims">Where claims are renewed.</param>
    /// <param name="claim">The claim, as it was just given.</param>
    /// <param name="asked">When it was asked for: its lease is not shorter than counted from here.</param>
    /// <param name="options">How long a lease is.</param>
    /// <param name="time">Measures the lease between two renewals.</param>
    internal WorkLease(WorkClaims claims, WorkClaim claim, long asked, WorkerOptions options, TimeProvider time)
    {
        (_claims, _claim, _options, _time) = (claims, claim, options, time);
        Lost = _lost.Token;
        _beats = Task.Run(() => Beat(asked), CancellationToken.None);
    }

    /// <summary>Cancelled when another worker may have the batch.</summary>
    internal CancellationToken Lost { get; }

    /// <summary>The journal said that this attempt is over.</summary>
    internal void Lose() => _lost.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _beats;
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task Beat(long held)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.Beat, _time, _ended.Token);
                var left = _options.Lease - _time.GetElapsedTime(held);
                if (left <= TimeSpan.Zero) break;
                var asked = _time.GetTimestamp();
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
                patience.CancelAfter(left);
                try
                {
                    if (!await _claims.Renew(_claim.Batch, _claim.Fence, _options.Lease, patience.Token)) break;
                    held = asked;
                }
                catch (Exception failure) when (Outage.IsOne(failure) || failure is OperationCanceledException && !_ended.IsCancellationRequested)
                {
                    // The lease still holds; it is asked again until it does not.
                }
            }

            await _lost.CancelAsync();
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The work is over.
        }
#pragma warning disable CA1031 // a lease that cannot be renewed for whatever reason is lost: the work stops, and the next worker has it
        catch (Exception)
#pragma warning restore CA1031 // only the catch above is broad
        {
            await _lost.CancelAsync();
        }
    }
}
