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
public sealed class ClientExplosion(ClientRun run, ExplosionRequest request)
{
    /// <summary>The name under which both results are registered.</summary>
    public static FeatureSetName Set { get; } = FeatureSetName.Parse("bom");

    /// <summary>The attempt of the batch, from 1; an attempt writes once.</summary>
    public int Attempt { get; init; } = 1;

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

    /// <summary>What a batch tells of branches that failed; null when none did.</summary>
    public static PartialFailure? FailuresOf(ExplosionBatchResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return PartialFailure.Of([.. result.Report.Failures.Select(part => (part.Branch, part.Reason))]);
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
        using var held = run.Store.Lake.TryHold(run.Client, "explosion")
            ?? throw new RefusedException(
                new Reply.Rejected("explosion-running", $"Another process explodes the recipes of client {run.Client}: wait for its end."), run.Client.Value);
        var progress = new ExplosionProgress(run, Attempt);
        await progress.Start(token);
        try
        {
            var result = await Finished(token) ?? await Made(make, token);
            await progress.Complete(result.Report.RequirementRows + result.Report.CoverageRows, token);
            return result;
        }
        catch (Exception failure)
        {
            await progress.Fail(failure is OperationCanceledException ? "It was stopped." : failure.Message);
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
            run.Client, [ResultKind.Requirements, ResultKind.Coverage], Set, run.Id, Attempt, run.Stamp, order: null,
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
