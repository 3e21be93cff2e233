using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Series;

namespace SecretMagic.Runtime.Online;

/// <summary>The features of the last row of a series, as the batch writes them.</summary>
/// <param name="Series">The id of the series.</param>
/// <param name="Period">The period of the row.</param>
/// <param name="Version">The version of the shard that it follows from.</param>
/// <param name="Plan">The plan it was computed by.</param>
/// <param name="Values">[columns of the plan's features] the values, the NaN of its reason for a missing one; the last is the row's history_state.</param>
public sealed record ShardFeatures(string Series, long Period, long Version, OnlinePlan Plan, ImmutableArray<double> Values)
{
    /// <summary>The start of the period.</summary>
    public string Time => Plan.Grid.Format(Period);

    /// <summary>Why a value is missing.</summary>
    public NanReason Reason(int column) => double.IsNaN(Values[column]) ? ReasonNan.ReasonIn(Values[column]) : NanReason.None;

    /// <summary>A value as its column has it: a number, the text of a label, or null.</summary>
    public object? Value(int column) => Plan.Features.Columns[column] switch
    {
        _ when double.IsNaN(Values[column]) => null,
        { Labels: { } labels } => labels[(int)Values[column]],
        { Type: ColumnType.Float64 or ColumnType.Float32 } => Values[column],
        _ => (long)Values[column],
    };
}
