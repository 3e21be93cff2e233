using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>The result of compiling a feature set: a plan, or the mistakes that prevent one.</summary>
/// <param name="Plan">The plan; null when there are findings.</param>
/// <param name="Findings">The mistakes, in the order of entries.</param>
/// <param name="Notes">What optional entries left out, and why.</param>
public sealed record FeatureCompilation(
    FeaturePlan? Plan, ImmutableArray<FeatureFinding> Findings, ImmutableArray<FeatureFinding> Notes)
{
    /// <summary>What a reader should know of features that are there, such as two that are equal.</summary>
    public ImmutableArray<FeatureFinding> Remarks { get; init; } = [];
}
