using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>A chart that was drawn.</summary>
/// <param name="Rows">The rows in its range.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Columns">The columns with the number of their missing values.</param>
/// <param name="File">The SVG file.</param>
public sealed record PlotResult(int Rows, string First, string Last, ImmutableArray<PlotResult.Column> Columns, string File)
{
    /// <summary>A column that was drawn.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Missing">Its rows without a value.</param>
    public sealed record Column(string Name, int Missing);
}
