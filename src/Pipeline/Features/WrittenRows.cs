using System.Collections.Immutable;
using SecretMagic.Features;

namespace SecretMagic.Pipeline;

/// <summary>What the manifest says of some rows that are written: their files, and how many values are missing.</summary>
/// <param name="Files">The files.</param>
/// <param name="TargetsMissing">How many rows have no target.</param>
/// <param name="Nan">[feature][reason] how many values are missing.</param>
internal sealed record WrittenRows(ImmutableArray<FeatureManifest.OutputFile> Files, long TargetsMissing, ImmutableArray<ImmutableArray<long>> Nan)
{
    /// <summary>The number of reasons, none included.</summary>
    public static int Reasons { get; } = Enum.GetValues<NanReason>().Length;

    /// <summary>Nothing written yet.</summary>
    public static WrittenRows None(int features) => new([], 0, [.. Enumerable.Repeat(ImmutableArray.Create(new long[Reasons]), features)]);

    /// <summary>The nulls that a worker wrote into some files.</summary>
    public static WrittenRows Of(FeatureWorker worker, int features, ImmutableArray<FeatureManifest.OutputFile> files, long targetsMissing) => new(
        files, targetsMissing,
        [
            .. Enumerable.Range(0, features).Select(feature => ImmutableArray.CreateRange(
                Enumerable.Range(0, Reasons).Select(reason => reason == 0 ? 0 : worker.NullCount(feature, (NanReason)reason)))),
        ]);

    /// <summary>Both.</summary>
    public WrittenRows With(WrittenRows more) => new(
        Files.AddRange(more.Files), TargetsMissing + more.TargetsMissing,
        [.. Nan.Zip(more.Nan, (left, right) => left.Zip(right, (one, other) => one + other).ToImmutableArray())]);
}
