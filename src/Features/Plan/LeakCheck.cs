using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>
/// Whether features know more than anybody can: follows what each reads, column by column. A measured column (the target, another target, the
/// stock) is known up to the origin of a forecast; a planned one for the rows to come as well.
/// </summary>
internal sealed class LeakCheck(FeatureSources? sources)
{
    /// <summary>Steps ahead for which a feature with these reads is known; null for every row to come.</summary>
    public int? AvailabilityOf(ImmutableArray<InputRead> reads)
    {
        int? steps = null;
        foreach (var read in reads)
            if (read.Newest is { } newest && !IsPlanned(read.Column)) steps = Math.Min(steps ?? newest, newest);
        return steps;
    }

    /// <summary>What is wrong with a feature, or null: it reads a row to come that nobody has planned, or it says that it is known further ahead
    /// than what it reads.</summary>
    public string? Leak(Feature feature, ImmutableArray<InputRead> reads)
    {
        foreach (var (column, newest) in reads)
        {
            if (newest is null && IsMeasured(column))
                return $"'{feature.Name}' takes '{column}' for a plan, but it is measured: nobody knows it ahead.";
            if (newest is { } steps && steps < 0 && !IsPlanned(column))
                return $"'{feature.Name}' reads '{column}' {-steps} steps after its row: the future leaks into it.";
        }

        var known = AvailabilityOf(reads);
        return known is { } last && (feature.Availability ?? int.MaxValue) > last
            ? $"'{feature.Name}' is said to be known {(feature.Availability is { } said ? $"{said} steps" : "any time")} ahead, but it reads "
                + $"history that is {last} steps old: the future leaks into it."
            : null;
    }

    private bool IsPlanned(string column) => !IsMeasured(column) && sources?.Planned.Contains(column) == true;

    private bool IsMeasured(string column) => column == "target" || column == sources?.Columns[0];
}
