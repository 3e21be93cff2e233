using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Runtime;

/// <summary>
/// Queues work when it falls due. Any number of processes may do so: a time that fell due has one batch, whoever queues it. Nothing is kept in memory that is
/// needed later, so a process may come and go at any time.
/// </summary>
/// <param name="store">The metadata.</param>
/// <param name="who">Who queues.</param>
/// <param name="say">Told what people should know, from any thread.</param>
public sealed class Scheduler(MetadataStore store, string who, Action<string> say)
{
    private const int Attempts = 3;

    /// <summary>How often schedules are looked at: they may be changed at any time.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = store.Loggers.CreateLogger<Scheduler>();
    private readonly BatchIntake _intake = new(store);

    /// <summary>What was asked for last, by client and work; it need not be asked for again.</summary>
    private readonly Dictionary<(TenantId Client, WorkKind Work), DateTimeOffset> _asked = [];

    /// <summary>Queues what falls due, until it is stopped.</summary>
    public Task Run(CancellationToken stop) => Outage.Keep(
        async token =>
        {
            await Queue(token);
            return Look;
        },
        _ => { }, store.Time, stop);

    /// <summary>Queues once what fell due by now.</summary>
    /// <returns>How many batches it queued.</returns>
    public async Task<int> Queue(CancellationToken token)
    {
        var schedules = await store.Tables.Schedules(null, token);
        if (schedules.Count == 0) return 0;
        var clients = await store.Tables.Clients(null, Word.Of(ClientStatus.Active), token);
        var queued = 0;
        foreach (var due in DueWork.Of(schedules, clients, store.Time.GetUtcNow()))
        {
            if (_asked.TryGetValue((due.Client, due.Work), out var asked) && asked >= due.At) continue;
            if (await Ask(due, token)) queued++;
            _asked[(due.Client, due.Work)] = due.At;
        }

        return queued;
    }

    private async Task<bool> Ask(DueWork due, CancellationToken token)
    {
        var stamp = Stamp.Create(due.Command, who, store.Time.GetUtcNow());
        switch (await _intake.Enqueue(due.Client, due.Batch, due.Work, null, Attempts, stamp, token))
        {
            case Reply.Accepted:
                say($"{due.Batch}: {due.Work} of {due.Client}, due {due.At:yyyy-MM-dd HH:mm} UTC, queued");
                return true;
            case Reply.Rejected { Code: not "batch-exists" } refused:
                _log.DueRefused(due.Client.Value, $"{due.Work}", due.At, refused.Reason);
                say($"{due.Work} of {due.Client}, due {due.At:yyyy-MM-dd HH:mm} UTC, is left out: {refused.Reason}");
                return false;
            default:
                return false;
        }
    }
}
