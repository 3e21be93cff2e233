namespace SecretMagic.Domain.SeriesShards;

/// <summary>Which rows a shard takes.</summary>
internal static class RowsRule
{
    /// <summary>Microseconds of the first and behind the last moment that a store can hold.</summary>
    private static readonly (long First, long End) Times = (MicrosOf(new DateTime(1, 1, 1)), MicrosOf(new DateTime(9999, 1, 1)));

    /// <summary>Why it takes none of them; nulls when it takes all.</summary>
    internal static (string? Code, string? Wrong) Refusal(ShardPlan plan, SeriesShardCommand.TakeRows wish)
    {
        var rows = wish.Rows;
        if (rows.Rows is 0 or > RowBlock.MaxRows) return ("rows-count", $"The block has {rows.Rows} rows: give 1 to {RowBlock.MaxRows}.");
        if (rows.Frequency != plan.Frequency)
            return ("frequency", $"The rows lie on a grid of {FreeText.Shown(rows.Frequency)}, the plan on one of {plan.Frequency}.");
        if (rows.Columns.FirstOrDefault(column => !plan.Columns.Contains(column)) is { } other)
            return ("column-unknown", $"The plan reads no column {FreeText.Shown(other)}; it reads {Named(plan)}.");
        if (!rows.Columns.Contains("target") || rows.Columns.Distinct(StringComparer.Ordinal).Count() != rows.Columns.Length)
            return ("column-missing", "Rows have a column target, and each column once.");
        return OfSeries(plan, wish) ?? OfKnowledge(wish) ?? OfValues(plan, rows) ?? (null, null);
    }

    private static (string?, string?)? OfSeries(ShardPlan plan, SeriesShardCommand.TakeRows wish)
    {
        var seen = new HashSet<string>(wish.Rows.Series.Length, StringComparer.Ordinal);
        foreach (var series in wish.Rows.Series)
        {
            if (FreeText.Refusal("The id of a series", series, RowBlock.MaxSeriesLength) is { } wrong) return ("series", wrong);
            if (!seen.Add(series)) return ("series", $"The series {FreeText.Shown(series)} stands in the block twice.");
            var place = SeriesPlace.Of(series, plan.Shards);
            if (place != wish.Shard.Shard) return ("series-elsewhere", $"The series {FreeText.Shown(series)} lies in shard {place} of {plan.Shards}.");
        }

        return null;
    }

    private static (string?, string?)? OfKnowledge(SeriesShardCommand.TakeRows wish)
    {
        foreach (var known in wish.Rows.KnownAt())
            if (known < Times.First || known >= Times.End) return ("known-at", "A row became known at a time that is not between the years 1 and 9998.");
        return null;
    }

    private static (string?, string?)? OfValues(ShardPlan plan, RowBlock rows)
    {
        for (var column = 0; column < rows.Columns.Length; column++)
        {
            var isShare = plan.ShareColumns.Contains(rows.Columns[column]);
            var values = rows.Values(column);
            for (var row = 0; row < values.Length; row++)
            {
                if (double.IsInfinity(values[row])) return ("value-infinite", $"{Place(rows, column, row)} is {values[row]}: give a number or nothing.");
                if (isShare && values[row] is < 0 or > 1) return ("value-share", $"{Place(rows, column, row)} is {values[row]}: a share is from 0 to 1.");
            }
        }

        return null;
    }

    private static string Place(RowBlock rows, int column, int row) =>
        $"{rows.Columns[column]} of series {FreeText.Shown(rows.Series[rows.SeriesOf()[row]])} in period {rows.Periods()[row]}";

    private static string Named(ShardPlan plan) => FreeText.Cleaned(string.Join(", ", plan.Columns), 200);

    private static long MicrosOf(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
