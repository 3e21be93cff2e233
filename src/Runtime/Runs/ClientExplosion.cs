using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime;

/// <summary>
/// The explosion of a client's recipes: written aside, put whole into the client's folder of the lake and registered, requirements and coverage together;
/// readers get the earlier two or these. The client's status tells how it goes. The same input, options and version leave what is registered as it is.
/// </summary>
/// <param name="run">The run that makes it.</param>
/// <param name="request">What is asked; the places follow from the client.</param>
/// <param name="order">What is recorded of it; null where nobody asks.</param>
public sealed class ClientExplosion(ClientRun run, ExplosionRequest request, WorkOrder? order = null)
{
    /// <summary>The name under which both results are registered.</summary>
    public static FeatureSetName Set { get; } = FeatureSetName.Parse("bom");

    /// <summary>
    /// What a client's configuration says where nobody says otherwise. Without cycle_detection cyclic recipes are isolated; without include_produced_at
    /// everything is made where it is needed.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="maxLevels">The levels that were asked for; null for the client's.</param>
    /// <param name="namesCycles">Whether cycles are to be named and not isolated; null for the client's.</param>
    public static ExplosionBatchOptions Configured(Client client, ExplosionBatchOptions options, int? maxLevels, bool? namesCycles)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        var config = client.BomConfigs.IsActive ? client.BomConfigs.Versions[^1] : BomConfig.Default;
        return options.Under(maxLevels ?? config.MaxLevels, namesCycles ?? config.CycleDetection, config.IncludeProducedAt);
    }

    /// <summary>What an order asks, under the client's configuration where it does not say otherwise; what cannot be exploded is left out and named.</summary>
    /// <param name="client">The client.</param>
    /// <param name="value">The text of an option; null when it was not given.</param>
    public static ExplosionBatchOptions Ordered(Client client, Func<string, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var options = NamedOptions.Explosion(value, "") with { IsPartial = true };
        return Configured(client, options, value("max-levels") is null ? null : options.MaxLevels, value("cycles") is { } cycles ? cycles != "isolate" : null);
    }

    /// <summary>Makes and registers both results.</summary>
    /// <param name="make">Runs a batch.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="RefusedException">The client may not be processed, its data moves, or its recipes are being exploded.</exception>
    /// <exception cref="InputException">Something in the input cannot be used, or nothing of what is demanded can be exploded.</exception>
    /// <exception cref="Bom.BomCyclicDependencyException">The recipes need themselves.</exception>
    public async Task<ExplosionBatchResult> Publish(Func<ExplosionRequest, ExplosionBatchResult> make, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(make);
        var progress = new ExplosionProgress(run);
        using var held = await progress.Start(token);
        try
        {
            var result = await Finished(token) ?? await Made(make, token);
            await progress.Complete(result.Report.RequirementRows + result.Report.CoverageRows, token);
            return result;
        }
        catch (Exception failure)
        {
            await progress.Fail(failure is OperationCanceledException ? "It was stopped." : failure.Message, token.IsCancellationRequested);
            throw;
        }
    }

    private async Task<ExplosionBatchResult?> Finished(CancellationToken token)
    {
        var lake = run.Store.Lake;
        var finished = await lake.Read(run.Client, ResultKind.Requirements, Set, folder => ExplosionBatch.Finished(request.At(folder)), token);
        return finished is not null && await lake.Current(run.Client, ResultKind.Coverage, Set, token) is { } coverage && coverage.Hash == request.Fingerprint
            ? finished with { CoverageDirectory = lake.PathOf(coverage.Location) }
            : null;
    }

    private async Task<ExplosionBatchResult> Made(Func<ExplosionRequest, ExplosionBatchResult> make, CancellationToken token)
    {
        var lake = run.Store.Lake;
        ExplosionBatchResult? made = null;
        var reply = await lake.PublishTogether(
            run.Client, [ResultKind.Requirements, ResultKind.Coverage], Set, run.Id, run.Attempt, run.Stamp, order,
            folders =>
            {
                made = make(request.At(folders[0]));
                ExplosionBatch.MoveCoverage(folders[0], folders[1]);
                return [(made.Report.RequirementRows, request.Fingerprint), (made.Report.CoverageRows, request.Fingerprint)];
            },
            token);
        if (reply is Reply.Rejected refusal) throw new RefusedException(refusal, run.Client.Value);
        var requirements = await lake.Current(run.Client, ResultKind.Requirements, Set, token);
        var coverage = await lake.Current(run.Client, ResultKind.Coverage, Set, token);
        return made! with { Directory = lake.PathOf(requirements!.Location), CoverageDirectory = lake.PathOf(coverage!.Location) };
    }
}
