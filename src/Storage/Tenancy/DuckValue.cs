using System.Diagnostics;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Storage.Tenancy;

/// <summary>Values of a chunk, whatever width they were stored in.</summary>
internal static class DuckValue
{
    /// <summary>True when it is null, or a NaN.</summary>
    public static bool IsMissing(DuckReader reader, int column, int row) => reader.IsNull(column, row) || reader.Types[column] switch
    {
        DuckType.Double => double.IsNaN(reader.Values<double>(column)[row]),
        DuckType.Float => float.IsNaN(reader.Values<float>(column)[row]),
        _ => false,
    };

    /// <summary>A whole number.</summary>
    public static long Whole(DuckReader reader, int column, int row) => reader.Types[column] switch
    {
        DuckType.TinyInt => reader.Values<sbyte>(column)[row],
        DuckType.SmallInt => reader.Values<short>(column)[row],
        DuckType.Integer or DuckType.Date => reader.Values<int>(column)[row],
        DuckType.BigInt or DuckType.Timestamp => reader.Values<long>(column)[row],
        DuckType.UTinyInt or DuckType.Boolean => reader.Values<byte>(column)[row],
        DuckType.USmallInt => reader.Values<ushort>(column)[row],
        DuckType.UInteger => reader.Values<uint>(column)[row],
        _ => throw new UnreachableException($"{reader.Types[column]} is no whole number."),
    };
}
