using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;

namespace SecretMagic.ClusterFaults;

/// <summary>
/// Commands to clients at a fixed rate, whether or not earlier ones were answered; one without an answer is sent again under its id until it has one. What a
/// command waited is counted from when it was due.
/// </summary>
internal sealed class Load(Func<IGateway> gateway, string name, int rate, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5), Pause = TimeSpan.FromMilliseconds(50);
    private readonly List<Answered> _answered = [];
    private readonly CancellationTokenSource _enough = new(), _over = new();
    private readonly long _began = time.GetTimestamp();
    private Task _sent = Task.CompletedTask;

    /// <summary>Since it began.</summary>
    internal TimeSpan Now => time.GetElapsedTime(_began);

    internal static TenantId Client(int number) => TenantId.Parse(string.Create(CultureInfo.InvariantCulture, $"k{number}"));

    internal void Begin() => _sent = Send();

    internal static Task Pass(TimeSpan span, CancellationToken token) => Task.Delay(span, token);

    /// <summary>Sends no more, and waits until all are answered.</summary>
    internal async Task<IReadOnlyList<Answered>> End()
    {
        await _enough.CancelAsync();
        await _sent;
        return _answered;
    }

    /// <summary>Sends no more, and waits for nothing: for a test that failed.</summary>
    internal void Drop()
    {
        _enough.Cancel();
        _over.Cancel();
    }

    private async Task Send()
    {
        var pending = new List<Task>();
        for (var sent = 0; !_enough.IsCancellationRequested;)
        {
            for (var due = (int)(rate * Now.TotalSeconds); sent < due; sent++) pending.Add(Answer(sent));
            await Task.Delay(Tick, time, CancellationToken.None);
        }

        await Task.WhenAll(pending);
    }

    private async Task Answer(int number)
    {
        var due = TimeSpan.FromSeconds((double)number / rate);
        var client = number % Scale.Clients;
        var id = string.Create(CultureInfo.InvariantCulture, $"{name}:{number}");
        var command = new ClientCommand.ConfigureFeature(
            Client(client), Stamp.Create(CommandId.Parse(id), name, time.GetUtcNow()), FeatureTypeName.Parse("ema"),
            ConfigDocument.Parse($$"""{"by":"{{name}}","span":{{number}}}"""));
        await Task.Yield();
        while (true)
        {
            if (await Version(command) is { } version)
            {
                lock (_answered) _answered.Add(new Answered(id, client, version, due, Now - due));
                return;
            }

            await Task.Delay(Pause, time, _over.Token);
        }
    }

    /// <summary>Null when it was too busy, or the outcome is unknown.</summary>
    private async Task<long?> Version(ClientCommand command)
    {
        try
        {
            return await gateway().Send(command, _over.Token) switch
            {
                Reply.Accepted accepted => accepted.Version,
                Reply.Duplicate duplicate => duplicate.Version,
                Reply.Busy => null,
                var reply => throw new InvalidOperationException($"{command.Stamp.Command}: {reply}"),
            };
        }
        catch (Exception failure) when (failure is TimeoutException or ObjectDisposedException)
        {
            return null;
        }
    }
}
