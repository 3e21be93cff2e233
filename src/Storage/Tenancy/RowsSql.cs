using System.Collections.Immutable;
using System.Globalization;

namespace SecretMagic.Storage.Tenancy;

/// <summary>The statement that reads rows of a client's table, the same in both dialects but for how a time is given.</summary>
internal static class RowsSql
{
    /// <summary>The statement and its values, <c>$1</c>, <c>$2</c> ...; <c>$1</c> is the client.</summary>
    /// <param name="table">The table, quoted.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="tenant">Whose rows.</param>
    /// <param name="wanted">Which rows.</param>
    /// <param name="time">A time as the database takes it.</param>
    /// <returns>Null when no row can be wanted: the series are numbers and this is none.</returns>
    public static (string Sql, object[] Values)? Of(
        string table, ImmutableArray<TableColumn> columns, string tenant, RowsWanted wanted, Func<ColumnKind, DateTime, object> time)
    {
        var (series, at) = (columns[0], columns[1]);
        var values = new List<object> { tenant };
        var where = $"{FeatureRows.TenantColumn} = $1";
        if (wanted.Series is { } name)
        {
            if (series.Kind == ColumnKind.Text) values.Add(name);
            else if (long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) values.Add(number);
            else return null;
            where += $" AND {series.Quoted} = ${values.Count}";
        }

        if (wanted.From is { } from)
        {
            values.Add(time(at.Kind, from));
            where += $" AND {at.Quoted} >= ${values.Count}";
        }

        if (wanted.To is { } to)
        {
            values.Add(time(at.Kind, to));
            where += $" AND {at.Quoted} <= ${values.Count}";
        }

        if (wanted.IsLatest)
            where += $" AND ({series.Quoted}, {at.Quoted}) IN (SELECT {series.Quoted}, max({at.Quoted}) FROM {table} WHERE {where} GROUP BY {series.Quoted})";
        values.Add((long)wanted.Limit);
        var shown = string.Join(", ", columns.Select(column => column.Quoted));
        return ($"SELECT {shown} FROM {table} WHERE {where} ORDER BY {series.Quoted}, {at.Quoted} LIMIT ${values.Count}", [.. values]);
    }
}
