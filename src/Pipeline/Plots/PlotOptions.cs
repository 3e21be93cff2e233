using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>What to draw.</summary>
public sealed record PlotOptions
{
    /// <summary>The folder of a feature set's result: the one that holds <c>manifest.json</c>.</summary>
    public required string Input { get; init; }

    /// <summary>The series, as its key stands in the files.</summary>
    public required string Series { get; init; }

    /// <summary>The columns drawn against the left axis, in the order of the legend.</summary>
    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>The columns drawn against an axis of their own at the right.</summary>
    public ImmutableArray<string> Right { get; init; } = [];

    /// <summary>Columns of 0 and 1 whose ones are drawn as bands behind the lines.</summary>
    public ImmutableArray<string> Marks { get; init; } = [];

    /// <summary>The first day or time that is drawn, such as 2011-01-01; null: from the first row on.</summary>
    public string? From { get; init; }

    /// <summary>The last day, drawn whole, or the last time; null: to the last row.</summary>
    public string? To { get; init; }

    /// <summary>True to hold each value for its period, instead of a line from value to value.</summary>
    public bool IsStepped { get; init; }

    /// <summary>The words above the chart; null: series and feature set.</summary>
    public string? Title { get; init; }

    /// <summary>The SVG file, which is replaced.</summary>
    public required string Output { get; init; }
}
