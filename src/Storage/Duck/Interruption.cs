namespace SecretMagic.Storage.Duck;

/// <summary>
/// Interrupts a connection while one call into DuckDB runs, once the token is cancelled. DuckDB forgets an interrupt that arrives before a
/// statement begins, so it is repeated until the call has returned; none arrives after that.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly DuckHandle.Connection _connection;
    private readonly CancellationTokenRegistration _registration;
    private Timer? _timer;
    private bool _over;

    private Interruption(DuckHandle.Connection connection, CancellationToken token)
    {
        _connection = connection;
        _registration = token.UnsafeRegister(static state => ((Interruption)state!).Begin(), this);
    }

    /// <summary>Watches the token; null when it can never be cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token is cancelled already.</exception>
    public static Interruption? Of(DuckHandle.Connection connection, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        return token.CanBeCanceled ? new Interruption(connection, token) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        lock (_gate)
        {
            _over = true;
            _timer?.Dispose();
        }
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (_over) return;
            NativeQuery.duckdb_interrupt(_connection);
            _timer = new Timer(static state => ((Interruption)state!).Interrupt(), this, Pause, Pause);
        }
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_over) NativeQuery.duckdb_interrupt(_connection);
        }
    }
}
