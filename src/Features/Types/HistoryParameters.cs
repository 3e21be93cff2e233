using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>Parameters that many types share.</summary>
internal static class HistoryParameters
{
    public const int MaxSteps = 1_000_000;

    public static FeatureParameter Windows { get; } =
        new("windows", ParameterShape.Wholes(1, MaxSteps), "Lengths of windows in grid steps; the window of row t is (t - w, t].");

    public static FeatureParameter MinSamples { get; } =
        new("min_samples", ParameterShape.Whole(1, MaxSteps),
            "The fewest known values; with fewer the feature is NaN.", "the set's default");

    public static FeatureParameter AliveAbove { get; } =
        new("alive_above", ParameterShape.Above(0),
            "With dead_below: what has died stays dead until the average is here or above.", "dead_below");

    public static FeatureParameter OpenShare { get; } =
        new("open_share", ParameterShape.Text,
            "A column from 0 to 1: the share of its period for which the shop was open, or the item in stock. A row counts with it; 0 leaves it "
            + "out, a missing one says nothing.", "none: every known row counts in full");

    public static FeatureParameter Optional { get; } =
        new("optional", ParameterShape.Flag, "Leave the entry out, with a note, where its input is absent.", "false");

    public static ImmutableArray<FeatureParameter> Common { get; } =
    [
        new("column", ParameterShape.Text, "The input column.", "target"),
        new("shift", ParameterShape.Whole(0, MaxSteps),
            "The value of row t is that of row t - shift: 1 uses only rows before t.", "the set's default"),
        new("nan_strategy", ParameterShape.OneOf("missing", "decay"),
            "missing: a missing value is unknown and left out; decay: from the first known value on it counts as 0.", "the set's default"),
        new("dead_below", ParameterShape.Above(0),
            "With decay: where the output is closer to 0 than this, it is NaN (reason Dead).", "never"),
        new("name", ParameterShape.Text, "The name, or a template with the entry's parameters in braces.", "see the names"),
        Optional,
    ];
}
