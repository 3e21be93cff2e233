namespace SecretMagic.Series;

/// <summary>How a value of a column is stored.</summary>
public enum ColumnType
{
    /// <summary>An 8-bit unsigned integer.</summary>
    UInt8,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A 32-bit floating-point number.</summary>
    Float32,

    /// <summary>A 64-bit floating-point number.</summary>
    Float64,

    /// <summary>A date: a 32-bit number of days from the Unix epoch.</summary>
    Date,

    /// <summary>A timestamp without zone: a 64-bit number of microseconds from the Unix epoch.</summary>
    Timestamp,

    /// <summary>A text: a 32-bit code into the column's <see cref="Labels"/>.</summary>
    Label,
}
