namespace SecretMagic.Features;

/// <summary>
/// How much more is sold with a promotion than without, the same weekday compared: r is the target on the n rows with a promotion over what rows
/// of their weekdays without one sold on average; the feature is (n r + k) / (n + k), as if k rows more had been seen on which the promotion did
/// nothing. A weekday counts once it has rows of both kinds.
/// </summary>
internal static class PromoUplift
{
    private const int Weekdays = 7;

    /// <summary>The fields of a weekday: rows and sum without a promotion, rows and sum with one.</summary>
    private const int Fields = 4;

    /// <summary>The doubles it carries.</summary>
    public const int StateLength = Weekdays * Fields;

    /// <summary>The uplift of each row, before the row itself is taken in.</summary>
    public static void Walk(
        Tile tile, PromoRows rows, ReadOnlySpan<double> target, double prior, Span<double> state, Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Read(state, prior);
            if (double.IsNaN(target[i]) || double.IsNaN(rows.IsPromo[i])) continue;
            var weekday = (tile.Grid.DayOf(tile.Period + i) % Weekdays + Weekdays) % Weekdays;
            var field = weekday * Fields + (rows.IsPromo[i] == 1 ? 2 : 0);
            state[field]++;
            state[field + 1] += target[i];
        }
    }

    private static double Read(ReadOnlySpan<double> state, double prior)
    {
        double seen = 0, sold = 0, expected = 0;
        for (var weekday = 0; weekday < Weekdays; weekday++)
        {
            var fields = state.Slice(weekday * Fields, Fields);
            if (fields[0] == 0 || fields[2] == 0) continue;
            seen += fields[2];
            sold += fields[3];
            expected += fields[2] * (fields[1] / fields[0]);
        }

        if (seen == 0) return 1;
        return expected == 0 ? ReasonNan.Undefined : (seen * (sold / expected) + prior) / (seen + prior);
    }
}
