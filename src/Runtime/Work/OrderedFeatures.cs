using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime;

/// <summary>Features as a batch orders them: the same result as <c>process --client</c> with the same options, by the same code.</summary>
internal static class OrderedFeatures
{
    private const int MaxNanMeaning = 1_000;

    internal static Task<BatchResult> Run(
        ClientRun run, WorkOrder order, int threads, IProgress<Pipeline.BatchProgress> progress, CancellationToken token) =>
        OrderedFiles.Use(run.Store, run.Client, order, async files =>
        {
            var made = await run.Logged(
                () => new ClientFeatures(run, FeatureRequest.Open(Options(run.Client, files, threads), run.Store.Time, token), order)
                    .Publish(request => FeatureBatch.Run(request, progress, token), token),
                result => result.Manifest.Rows);
            return new BatchResult(
                run.Store.Lake.LocationOf(made.Directory), made.Manifest.Rows,
                [.. made.Manifest.Columns.Where(column => column.Kind is "past" or "known" or "static").Select(Produced)]);
        }, token);

    private static FeatureBatchOptions Options(TenantId client, OrderedFiles files, int threads) =>
        NamedOptions.Features(name => files[name]) with { Client = client.Value, Threads = threads };

    private static ProducedFeature Produced(FeatureManifest.Column column) =>
        new(column.Name, column.Kind, TypeOf(column), FreeText.Cleaned(column.NanMeaning ?? "never missing", MaxNanMeaning));

    /// <summary>The operation of a feature, as the first word of its canonical form names it: <c>target|missing|shift 0|ema ...</c>.</summary>
    private static string TypeOf(FeatureManifest.Column column)
    {
        var parts = (column.Parameters ?? "").Split('|');
        var shift = Array.FindIndex(parts, part => part.StartsWith("shift ", StringComparison.Ordinal));
        var operation = shift >= 0 && shift + 1 < parts.Length ? parts[shift + 1] : parts[0];
        var word = string.Concat(operation.TakeWhile(sign => char.IsAsciiLetterLower(sign) || sign == '_'));
        return word.Length is > 0 and <= 63 ? word : column.Kind;
    }
}
