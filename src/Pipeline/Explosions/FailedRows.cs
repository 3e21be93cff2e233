using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>Dishes that failed, as rows of coverage: all of what is demanded is short, nothing is taken from stock, and what is left is not known.</summary>
internal static class FailedRows
{
    /// <summary>Hands over a row for each failed dish and site, by item and site.</summary>
    public static void Tell(BomDemand demand, IReadOnlySet<string> failed, Action<CoverageRow> receive)
    {
        var (none, unknown) = (new double[demand.Days], new double[demand.Days]);
        Array.Fill(unknown, double.NaN);
        var series = demand.Rows().Where(row => failed.Contains(row.Item)).GroupBy(row => (row.Item, row.Site))
            .OrderBy(rows => rows.Key.Item, StringComparer.Ordinal).ThenBy(rows => rows.Key.Site, StringComparer.Ordinal);
        foreach (var rows in series)
        {
            var wanted = new double[demand.Days];
            foreach (var row in rows) wanted[row.Day.DayNumber - demand.FirstDay.DayNumber] = row.Quantity;
            receive(new CoverageRow
            {
                Item = rows.Key.Item,
                Site = rows.Key.Site,
                FirstDay = demand.FirstDay,
                Kind = SupplyKind.Failed,
                Level = 0,
                Gross = wanted,
                StockUsed = none,
                Planned = none,
                Short = wanted,
                Left = unknown,
                DaysOfCover = unknown,
            });
        }
    }
}
