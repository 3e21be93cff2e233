namespace SecretMagic.Series;

/// <summary>A column of a <see cref="ColumnBlock"/>: its name, its type and, for labels, the texts its codes stand for.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Type">How a value is stored.</param>
/// <param name="Labels">The texts of a <see cref="ColumnType.Label"/> column; null for every other type.</param>
public sealed record BlockColumn(string Name, ColumnType Type, Labels? Labels = null)
{
    /// <summary>Bytes a value.</summary>
    public int Width => Type switch
    {
        ColumnType.UInt8 => 1,
        ColumnType.Int32 or ColumnType.Float32 or ColumnType.Date or ColumnType.Label => 4,
        ColumnType.Int64 or ColumnType.Float64 or ColumnType.Timestamp => 8,
        _ => throw new System.Diagnostics.UnreachableException($"Column type {Type}"),
    };
}
