using System.Globalization;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// Compares the columns of rows that a query gives in pairs, by their bits: columns 0 and 1 are series and time as text, then come the stored columns, then
/// the computed ones. 0 and -0 differ, and so do two NaN of other payloads; a null equals a null.
/// </summary>
internal sealed class PairedRows(DuckConnection connection, DifferenceCount found)
{
    private const int Keys = 2;

    /// <summary>Compares all rows.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="file">The file that differences are told of.</param>
    /// <param name="token">Cancels.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="DuckDbException">A file cannot be read.</exception>
    public long Compare(string sql, string file, CancellationToken token)
    {
        using var reader = connection.Query(sql, token);
        var columns = (reader.Names.Length - Keys) / 2;
        long rows = 0;
        for (; reader.Next(token); rows += reader.Rows)
            for (var column = 0; column < columns; column++) Compare(reader, Keys + column, Keys + columns + column, file);
        return rows;
    }

    private void Compare(DuckReader reader, int stored, int computed, string file)
    {
        for (var row = 0; row < reader.Rows; row++)
        {
            var (isNull, isOtherNull) = (reader.IsNull(stored, row), reader.IsNull(computed, row));
            if (isNull && isOtherNull) continue;
            if (isNull == isOtherNull && IsSame(reader, stored, computed, row)) continue;
            var name = reader.Names[stored];
            found.Add(name);
            if (found.IsShort)
                found.Show(new ValueDifference(
                    file, Text(reader, 0, row), Text(reader, 1, row), name, Text(reader, stored, row), Text(reader, computed, row)));
        }
    }

    private static bool IsSame(DuckReader reader, int stored, int computed, int row) => reader.Types[stored] switch
    {
        DuckType.Varchar or DuckType.Blob => reader.Utf8(stored, row).SequenceEqual(reader.Utf8(computed, row)),
        DuckType.Boolean or DuckType.TinyInt or DuckType.UTinyInt => reader.Values<byte>(stored)[row] == reader.Values<byte>(computed)[row],
        DuckType.SmallInt or DuckType.USmallInt => reader.Values<short>(stored)[row] == reader.Values<short>(computed)[row],
        DuckType.Integer or DuckType.UInteger or DuckType.Float or DuckType.Date => reader.Values<int>(stored)[row] == reader.Values<int>(computed)[row],
        _ => reader.Values<long>(stored)[row] == reader.Values<long>(computed)[row],
    };

    private static string Text(DuckReader reader, int column, int row)
    {
        if (reader.IsNull(column, row)) return "null";
        return reader.Types[column] switch
        {
            DuckType.Varchar => reader.Text(column, row),
            DuckType.Float => Number(reader.Values<float>(column)[row], $"0x{reader.Values<uint>(column)[row]:x8}"),
            DuckType.Double => Number(reader.Values<double>(column)[row], $"0x{reader.Values<ulong>(column)[row]:x16}"),
            DuckType.Boolean or DuckType.UTinyInt => Whole(reader.Values<byte>(column)[row]),
            DuckType.TinyInt => Whole(reader.Values<sbyte>(column)[row]),
            DuckType.SmallInt => Whole(reader.Values<short>(column)[row]),
            DuckType.USmallInt => Whole(reader.Values<ushort>(column)[row]),
            DuckType.Integer => Whole(reader.Values<int>(column)[row]),
            DuckType.UInteger => Whole(reader.Values<uint>(column)[row]),
            DuckType.Date => DateTime.UnixEpoch.AddDays(reader.Values<int>(column)[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => Whole(reader.Values<long>(column)[row]),
        };
    }

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number<T>(T value, string bits)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return T.IsNaN(value) ? $"{text} ({bits})" : text;
    }
}
