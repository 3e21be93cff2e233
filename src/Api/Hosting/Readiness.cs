using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>
/// Whether this process can do its work: its database answers, and of a cluster it is a member that is up. A lighthouse has no database to ask.
/// </summary>
internal sealed class Readiness(StoreDoor door)
{
    private const string NoMember = "This process is no member of the cluster that is up.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private volatile Func<bool>? _isUp;

    /// <summary>From now on the cluster alone decides.</summary>
    internal void Join(Func<bool> isUp) => _isUp = isUp;

    /// <summary>What is missing; null when the process can do its work.</summary>
    internal Task<string?> Missing(CancellationToken token) => Missing((store, stop) => store.Tables.Answer(stop), token);

    /// <summary>What is missing, as the database shows by its answer to a question.</summary>
    internal async Task<string?> Missing(Func<MetadataStore, CancellationToken, Task> ask, CancellationToken token)
    {
        if (_isUp is { } isUp) return isUp() ? null : NoMember;
        if (door.Current is not { } store) return "The metadata database or the cluster could not be reached yet, or the process ends.";
        try
        {
            await ask(store, token).WaitAsync(Patience, token);
        }
        catch (Exception failure) when (failure is TimeoutException || MetadataStore.IsAway(failure))
        {
            return "The metadata database does not answer.";
        }

        return store.Gateway.IsUp ? null : NoMember;
    }
}
