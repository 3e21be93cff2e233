using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>Some consecutive rows of a file.</summary>
/// <param name="Columns">The names of the values.</param>
/// <param name="Series">The ids of the series, each once.</param>
/// <param name="SeriesOf">[rows] the position of each row's series.</param>
/// <param name="Periods">[rows] the period of each row.</param>
/// <param name="KnownAt">[rows] when each became known, microseconds of UTC; empty when the file does not say.</param>
/// <param name="Values">[columns][rows] the values; NaN for a missing one.</param>
public sealed record RowPart(
    ImmutableArray<string> Columns, IReadOnlyList<string> Series, int[] SeriesOf, long[] Periods, long[] KnownAt, double[][] Values);
