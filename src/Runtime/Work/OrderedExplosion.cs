using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime;

/// <summary>An explosion as a batch orders it: the same result as <c>explode --client</c> with the same options, by the same code.</summary>
internal static class OrderedExplosion
{
    internal static Task<BatchResult> Run(ClientRun run, WorkOrder order, IProgress<Pipeline.BatchProgress> progress, CancellationToken token) =>
        OrderedFiles.Use(run.Store, run.Client, order, async files =>
        {
            var client = await run.Store.Read<Client>(EntityId.Client(run.Client), token);
            var options = ClientExplosion.Ordered(client, name => files[name]);
            var made = await run.Logged(
                () => new ClientExplosion(run, ExplosionRequest.Open(options, run.Store.Time, token), order)
                    .Publish(request => ExplosionBatch.Run(request, progress, token), token),
                result => result.Report.RequirementRows);
            return new BatchResult(run.Store.Lake.LocationOf(made.Directory), made.Report.RequirementRows, [])
            {
                Failures = PartialFailure.Of([.. made.Report.Failures.Select(part => (part.Branch, part.Reason))]),
            };
        }, token);
}
