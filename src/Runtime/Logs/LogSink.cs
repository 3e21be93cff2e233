using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Runtime;

/// <summary>
/// Brings lines of the log into the table logs, in groups, beside the work. Who logs never waits: when too many lines wait, or the store fails, lines are
/// dropped and counted, and the count is the next line that is stored. At the end what waits is stored, within a bounded time.
/// </summary>
internal sealed class LogSink : ILoggerProvider, ISupportExternalScope, IAsyncDisposable
{
    /// <summary>How many lines may wait.</summary>
    internal const int Capacity = 8_192;

    /// <summary>How many lines are stored in one transaction.</summary>
    internal const int MaxGroup = 500;

    private readonly Channel<LogRow> _waiting = Channel.CreateBounded<LogRow>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<IReadOnlyList<LogRow>, CancellationToken, Task> _store;
    private readonly LogRows _rows;
    private readonly TimeSpan _patience;
    private readonly Task _loop;
    private IExternalScopeProvider? _scopes;
    private volatile bool _isEnding;
    private long _dropped;

    /// <param name="store">Stores lines, all or none.</param>
    /// <param name="tidy">What is done before the first line is stored; it asks whether the end has begun, and leaves the rest for another time.</param>
    /// <param name="rows">Makes rows.</param>
    /// <param name="patience">How long the end may take.</param>
    internal LogSink(
        Func<IReadOnlyList<LogRow>, CancellationToken, Task> store, Func<Func<bool>, CancellationToken, Task> tidy, LogRows rows, TimeSpan patience)
    {
        (_store, _rows, _patience) = (store, rows, patience);
        _loop = Task.Run(() => Loop(tidy), CancellationToken.None);
    }

    public ILogger CreateLogger(string categoryName) => new Line(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <summary>What waits is not awaited here; <see cref="DisposeAsync"/> does.</summary>
    public void Dispose() => _waiting.Writer.TryComplete();

    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        _waiting.Writer.TryComplete();
        await Task.WhenAny(_loop, Task.Delay(_patience, _stop.Token));
        await _stop.CancelAsync();
        if (_loop.IsCompleted) _stop.Dispose();
    }

    private void Add(LogRow row)
    {
        if (!_waiting.Writer.TryWrite(row)) Interlocked.Increment(ref _dropped);
    }

    private async Task Loop(Func<Func<bool>, CancellationToken, Task> tidy)
    {
        await Try(token => tidy(() => _isEnding, token), 0);
        var group = new List<LogRow>(MaxGroup + 1);
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None) && !_stop.IsCancellationRequested)
        {
            while (group.Count < MaxGroup && _waiting.Reader.TryRead(out var row)) group.Add(row);
            await Store(group);
        }

        await Store(group);
    }

    private async Task Store(List<LogRow> group)
    {
        var (dropped, lines) = (Interlocked.Exchange(ref _dropped, 0), group.Count);
        if (dropped > 0)
            group.Add(_rows.Of(LogLevel.Warning, $"{dropped} lines of the log were dropped: the store failed, or too many waited.", null, null, null));
        if (group.Count > 0) await Try(token => _store(group, token), dropped + lines);
        group.Clear();
    }

    private async Task Try(Func<CancellationToken, Task> work, long lines)
    {
        try
        {
            await work(_stop.Token);
        }
#pragma warning disable CA1031 // a log that cannot be stored stops no work: its lines are counted, and said when the store is back
        catch (Exception)
#pragma warning restore CA1031 // only the catch above is broad
        {
            Interlocked.Add(ref _dropped, lines);
        }
    }

    private sealed class Line(LogSink sink) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => sink._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) sink.Add(sink._rows.Of(logLevel, formatter(state, exception), exception, state, sink._scopes));
        }
    }
}
