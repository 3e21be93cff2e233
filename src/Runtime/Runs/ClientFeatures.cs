using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Runtime;

/// <summary>
/// Features of a client: written aside, put whole into the client's folder of the lake and registered; readers get the earlier result or this one. The same
/// input, definition and version leave the registered result as it is. A process that is killed leaves nothing that a reader sees, and the blocks that it
/// had finished to the next attempt, whatever its folder is.
/// </summary>
/// <param name="run">The run that makes them.</param>
/// <param name="request">What is asked; the place follows from the client.</param>
/// <param name="order">What is recorded of it, where its files have other names than they were asked by; by default what the request says.</param>
public sealed class ClientFeatures(ClientRun run, FeatureRequest request, WorkOrder? order = null)
{
    /// <summary>Makes and registers a result.</summary>
    /// <param name="make">Runs a batch.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="RefusedException">The client may not be processed, or its data moves.</exception>
    /// <exception cref="InputException">Something in the input cannot be used.</exception>
    /// <exception cref="ConflictException">The client has a feature set of this name with another definition.</exception>
    public async Task<FeatureBatchResult> Publish(Func<FeatureRequest, FeatureBatchResult> make, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(make);
        var (lake, set) = (run.Store.Lake, Set());
        var finished = await lake.Read(run.Client, ResultKind.Features, set, folder => FeatureBatch.Finished(request.At(folder)), token);
        if (finished is not null) return finished;
        var before = await lake.Current(run.Client, ResultKind.Features, set, token);
        FeatureBatchResult? made = null;
        FeatureRequest? attempt = null;
        var reply = await lake.Publish(
            run.Client, ResultKind.Features, set, run.Id, run.Attempt, run.Stamp, order ?? ResultSource.OrderOf(request.Options),
            folder =>
            {
                attempt = request.At(folder, before is null ? null : lake.PathOf(before.Location), Path.Combine(Path.GetDirectoryName(folder)!, set.Value));
                made = make(attempt);
                return (made.Manifest.Rows, made.Manifest.Fingerprint);
            },
            token);
        if (reply is Reply.Rejected refusal) throw new RefusedException(refusal, run.Client.Value);
        FeatureBatch.RemoveWork(attempt!);
        var current = await lake.Current(run.Client, ResultKind.Features, set, token);
        return made! with { Directory = lake.PathOf(current!.Location) };
    }

    /// <summary>Puts the registered result into the client's tables, in place of what they had, and returns its rows. Nobody sees a part of them.</summary>
    /// <remarks>The result is of Parquet, a folder a year.</remarks>
    /// <param name="token">Stops; nothing changed then.</param>
    /// <exception cref="UnfitRowsException">The rows are no table: nothing changed.</exception>
    public async Task<long> PublishTables(CancellationToken token)
    {
        var (lake, set) = (run.Store.Lake, Set());
        await using var tables = await run.Store.OpenTables(token);
        string? gone = null;
        while (await lake.Current(run.Client, ResultKind.Features, set, token) is { } current && current.Location != gone)
        {
            var folder = lake.PathOf(current.Location);
            gone = current.Location;
            if (FeatureManifest.Read(folder) is not { } manifest) continue;
            var mode = (await run.Store.Read<Client>(EntityId.Client(run.Client), token)).TenantMode;
            try
            {
                return await tables.Publish(run.Client, mode, set, new FeatureRows([.. manifest.Files.Select(file => Path.Combine(folder, file.Path))]), token);
            }
            catch (DuckDbException) when (!Directory.Exists(folder))
            {
                // It moved away, or a newer one took its place, while it was read: the register knows where it is.
            }
        }

        throw new IOException($"The result of {set} of client {run.Client} does not stand where it is registered: process it again.");
    }

    private FeatureSetName Set() => FeatureSetName.TryParse(request.SetName, out var set, out var refusal)
        ? set
        : throw new InputException(refusal, request.Options.FeatureSet, column: "feature_set");
}
