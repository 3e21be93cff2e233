using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Series;

namespace SecretMagic.Runtime.Online;

/// <summary>Rows of a series and their features, as a batch over what is known writes them: equal by bits.</summary>
/// <param name="Series">The id of the series.</param>
/// <param name="Version">The version of the shard that it follows from.</param>
/// <param name="Plan">The plan it was computed by.</param>
/// <param name="First">The period of the first row; rows follow period by period.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="IsPresent">[rows] true where a row was told, false for a gap; empty when there were more rows than are answered.</param>
/// <param name="Columns">The columns: of rows in the order of the plan, then of features, then history_state.</param>
/// <param name="Values">[columns][rows] the values; NaN for a missing one, of a feature the NaN of its reason.</param>
public sealed record SeriesTable(
    string Series, long Version, OnlinePlan Plan, long First, int Rows, bool[] IsPresent, ImmutableArray<SeriesTable.Column> Columns, double[][] Values)
{
    /// <summary>The rows are here.</summary>
    public bool IsWhole => IsPresent.Length == Rows;

    /// <summary>A column.</summary>
    /// <param name="Block">Its name and how its values are stored.</param>
    /// <param name="IsFeature">Computed, so a missing value has a reason; else as it was told.</param>
    public sealed record Column(BlockColumn Block, bool IsFeature);

    /// <summary>Why a value is missing; none for a value, and for a column of rows.</summary>
    public NanReason Reason(int column, int row) =>
        Columns[column].IsFeature && double.IsNaN(Values[column][row]) ? ReasonNan.ReasonIn(Values[column][row]) : NanReason.None;
}
