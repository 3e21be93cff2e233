using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>What a chart shows, before anything is placed.</summary>
/// <param name="Title">The words above it.</param>
/// <param name="Times">[rows], ascending, microseconds from the Unix epoch.</param>
/// <param name="Step">The length of a row's period in microseconds.</param>
/// <param name="IsStepped">True when a value is held for its period.</param>
/// <param name="Lines">The lines, the first one at the back.</param>
/// <param name="Marks">The bands behind the lines.</param>
internal sealed record Chart(
    string Title, long[] Times, long Step, bool IsStepped, ImmutableArray<Chart.Line> Lines, ImmutableArray<Chart.Mark> Marks)
{
    /// <summary>A line.</summary>
    /// <param name="Name">Its name in the legend.</param>
    /// <param name="Values">[rows]; NaN where nothing is drawn.</param>
    /// <param name="IsRight">True when it has the scale of the right axis.</param>
    public sealed record Line(string Name, double[] Values, bool IsRight);

    /// <summary>A band wherever a column is 1.</summary>
    /// <param name="Name">Its name in the legend.</param>
    /// <param name="Values">[rows], 0, 1 or NaN.</param>
    public sealed record Mark(string Name, double[] Values);
}
