using SecretMagic.Domain;
using SecretMagic.Storage.Tables;
using SecretMagic.Storage.Work;

namespace SecretMagic.Storage.Journal;

/// <summary>The events of every entity in a database, and the tables that follow from them, written in one transaction.</summary>
public interface IJournal : IEventStore, IAsyncDisposable
{
    /// <summary>The results in the lake that are registered for a client, by location.</summary>
    Task<IReadOnlyList<LakeResult>> Results(TenantId tenant, CancellationToken token);

    /// <summary>Adds lines to the table logs, all or none. They belong to no entity and are not replayed.</summary>
    Task Log(IReadOnlyList<LogRow> rows, CancellationToken token);

    /// <summary>Deletes lines of the table logs that are older than a moment.</summary>
    /// <param name="before">Older than this.</param>
    /// <param name="limit">At most so many, the oldest.</param>
    /// <param name="token">Stops waiting.</param>
    /// <returns>How many are gone.</returns>
    Task<int> Forget(DateTimeOffset before, int limit, CancellationToken token);

    /// <summary>What is asked of the tables.</summary>
    TableQueries Tables { get; }

    /// <summary>Who works on which batch.</summary>
    WorkClaims Claims { get; }

    /// <summary>Replays every event beside the tables, as of one moment, and compares. Nothing is changed.</summary>
    Task<VerifyReport> Verify(CancellationToken token);
}
