using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Runtime;

/// <summary>
/// What a registered result of features was made from: as its registration says, else as the batch that made it was ordered, else the client's source.
/// </summary>
public static class ResultSource
{
    private const int PageEvents = 256;

    /// <summary>Does work with the options by which a result can be made again; uploads stay as they are meanwhile.</summary>
    /// <param name="store">The metadata.</param>
    /// <param name="tenant">Whose result.</param>
    /// <param name="result">The result, as it is registered.</param>
    /// <param name="work">What is done.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="RefusedException">Nothing says what it was made from.</exception>
    /// <exception cref="InputException">An upload is gone.</exception>
    public static async Task<T> Use<T>(
        MetadataStore store, TenantId tenant, LakeResult result, Func<FeatureBatchOptions, Task<T>> work, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(work);
        var order = await Registered(store, tenant, result, token)
            ?? (await store.Read<Batch>(EntityId.Batch(result.Batch), token)).Order
            ?? (await store.Read<Client>(EntityId.Client(tenant), token)).SourceOf(WorkKind.Features)
            ?? throw new RefusedException(
                new Reply.Rejected("inputs-unknown", $"Nothing says what {result.Set} of client {tenant} was made from: give --input and --features."),
                tenant.Value);
        return await OrderedFiles.Use(store, tenant, order, files => work(NamedOptions.Features(name => files[name])), token);
    }

    /// <summary>What is recorded of a result.</summary>
    internal static WorkOrder OrderOf(FeatureBatchOptions given) =>
        new(WorkKind.Features, NamedOptions.Of(given).ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>A move gives a result another folder, so its run tells which event is its own.</summary>
    private static async Task<WorkOrder?> Registered(MetadataStore store, TenantId tenant, LakeResult result, CancellationToken token)
    {
        WorkOrder? order = null;
        for (var version = 0L; await store.Journal.Since(EntityId.Client(tenant), version, PageEvents, token) is [.., var last] page; version = last.Version)
        {
            foreach (var recorded in page)
            {
                if (recorded.Event is ClientEvent.ResultRegistered one
                    && (one.Kind, one.Set, one.Batch, one.Attempt) == (result.Kind, result.Set, result.Batch, result.Attempt)) order = one.Order;
            }
        }

        return order;
    }
}
