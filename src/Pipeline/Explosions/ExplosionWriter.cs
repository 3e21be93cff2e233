using System.Collections.Immutable;
using SecretMagic.Bom;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>Requirements and coverage as files, one row an item, site and day, ordered by item, site and date.</summary>
internal sealed class ExplosionWriter(DuckConnection connection, LakeFormat format, string folder, CancellationToken token)
{
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Writes requirements: item, site, date, quantity, level. Days without a requirement have no row.</summary>
    public ExplosionSummary Requirements(Func<Action<RequirementRow>, ExplosionSummary> run)
    {
        connection.Execute("CREATE TEMP TABLE requirements (item VARCHAR, site VARCHAR, date DATE, quantity DOUBLE, level INTEGER)", token);
        ExplosionSummary summary;
        using (var rows = connection.Append("requirements"))
        {
            summary = run(row =>
            {
                token.ThrowIfCancellationRequested();
                var first = row.FirstDay.DayNumber - Epoch;
                for (var day = 0; day < row.Quantities.Length; day++)
                {
                    if (row.Quantities[day] == 0) continue;
                    rows.Add(row.Item).Add(row.Site).AddDate(first + day).Add(row.Quantities[day]).Add(row.Level).EndRow();
                }
            });
            rows.Complete();
        }

        Copy("requirements");
        return summary;
    }

    /// <summary>Writes coverage: item, site, date, gross, stock_used, short, days_of_cover. Every day of the horizon has a row.</summary>
    public ExplosionSummary Coverage(Func<Action<CoverageRow>, ExplosionSummary> run)
    {
        connection.Execute(
            "CREATE TEMP TABLE coverage (item VARCHAR, site VARCHAR, date DATE, gross DOUBLE, stock_used DOUBLE, short DOUBLE, days_of_cover DOUBLE)", token);
        ExplosionSummary summary;
        using (var rows = connection.Append("coverage"))
        {
            summary = run(row =>
            {
                token.ThrowIfCancellationRequested();
                var first = row.FirstDay.DayNumber - Epoch;
                for (var day = 0; day < row.Gross.Length; day++)
                {
                    rows.Add(row.Item).Add(row.Site).AddDate(first + day)
                        .Add(row.Gross[day]).Add(row.StockUsed[day]).Add(row.Short[day]).Add(row.DaysOfCover[day]).EndRow();
                }
            });
            rows.Complete();
        }

        Copy("coverage");
        return summary;
    }

    /// <summary>The materials with the greatest part of their requirement missing, at most ten.</summary>
    public ImmutableArray<ExplosionManifest.Shortage> WorstShortages(IEnumerable<BomItem> items)
    {
        var known = items.ToDictionary(item => item.Code);
        var shortages = ImmutableArray.CreateBuilder<ExplosionManifest.Shortage>();
        using var reader = connection.Query(
            """
            SELECT item, site, min(date) FILTER (short > 0)::VARCHAR, sum(gross), sum(short) FROM coverage
            GROUP BY item, site HAVING sum(short) > 0 ORDER BY sum(short) / sum(gross) DESC, sum(short) DESC, item, site LIMIT 10
            """, token);
        while (reader.Next(token))
        {
            for (var row = 0; row < reader.Rows; row++)
            {
                var code = reader.Text(0, row);
                var item = known.GetValueOrDefault(code);
                shortages.Add(new ExplosionManifest.Shortage(
                    code, item?.Name, item?.Unit, reader.Text(1, row), reader.Text(2, row), reader.Values<double>(3)[row], reader.Values<double>(4)[row]));
            }
        }

        return shortages.ToImmutable();
    }

    private void Copy(string table)
    {
        var file = Path.Combine(folder, table + (format == LakeFormat.Csv ? ".csv" : ".parquet"));
        var how = format == LakeFormat.Csv ? "FORMAT csv, HEADER" : "FORMAT parquet";
        connection.Execute($"COPY (FROM {table} ORDER BY item, site, date) TO {DuckSql.Literal(file)} ({how})", token);
    }
}
