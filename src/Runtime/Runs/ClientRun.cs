using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Runtime;

/// <summary>
/// Work on a client's data by this process: at once and outside the queue, or an attempt of a batch.
/// Its begin and its end stand in the log, with client, run and trace.
/// </summary>
/// <param name="store">The metadata.</param>
/// <param name="clearance">The right to process the client's data.</param>
/// <param name="work">What is done.</param>
/// <param name="stamp">Who wants it, and under which command.</param>
/// <param name="id">Its id.</param>
/// <param name="attempt">Which attempt it is, from 1.</param>
public sealed class ClientRun(MetadataStore store, Clearance clearance, WorkKind work, Stamp stamp, BatchId id, int attempt)
{
    /// <summary>A run that is no batch; its id follows from the command's.</summary>
    public ClientRun(MetadataStore store, Clearance clearance, WorkKind work, Stamp stamp)
        : this(store, clearance, work, stamp, DerivedId.Batch(Word.Of(work), (stamp ?? throw new ArgumentNullException(nameof(stamp))).Command), attempt: 1)
    {
    }

    /// <summary>Its id.</summary>
    public BatchId Id => id;

    /// <summary>Which attempt it is, from 1.</summary>
    internal int Attempt => attempt;

    /// <summary>The client.</summary>
    public TenantId Client => clearance.Client;

    internal MetadataStore Store => store;

    internal Stamp Stamp => stamp;

    /// <summary>Does the work, and logs how it went.</summary>
    /// <param name="run">The work.</param>
    /// <param name="rows">How many rows came out.</param>
    public async Task<T> Logged<T>(Func<Task<T>> run, Func<T, long> rows)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(rows);
        var (log, name, started) = (store.Loggers.CreateLogger<ClientRun>(), Word.Of(work), store.Time.GetTimestamp());
        using var trace = RuntimeTelemetry.Traces.StartActivity(name) ?? new Activity(name).Start();
        using var scope = log.BeginScope(LogScope.Of(clearance.Client, Id, null));
        log.RunBegan(name, stamp.Who);
        try
        {
            var result = await run();
            log.RunEnded(name, rows(result), Seconds());
            return result;
        }
        catch (OperationCanceledException)
        {
            log.RunCancelled(name, Seconds());
            throw;
        }
        catch (Exception failure)
        {
            RuntimeTelemetry.Failed(name);
            log.RunFailed(failure, name, Seconds());
            throw;
        }

        double Seconds() => store.Time.GetElapsedTime(started).TotalSeconds;
    }
}
