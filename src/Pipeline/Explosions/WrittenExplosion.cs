using System.Collections.Immutable;
using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>What was written of an explosion.</summary>
/// <param name="Required">What its explosion did.</param>
/// <param name="RequirementRows">Rows of requirements.</param>
/// <param name="Covered">What its coverage did.</param>
/// <param name="CoverageRows">Rows of coverage.</param>
/// <param name="Supplies">How each item fares.</param>
/// <param name="Failures">What was left out, and why.</param>
internal sealed record WrittenExplosion(
    ExplosionSummary Required, long RequirementRows, ExplosionSummary Covered, long CoverageRows, SupplyTally Supplies, ImmutableArray<FailedPart> Failures);
