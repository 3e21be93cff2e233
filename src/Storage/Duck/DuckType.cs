namespace SecretMagic.Storage.Duck;

/// <summary>The type of a column in DuckDB; the numbers are those of duckdb.h.</summary>
public enum DuckType
{
    /// <summary>No type, or one that this list does not name.</summary>
    Invalid = 0,

    /// <summary>BOOLEAN: one byte.</summary>
    Boolean = 1,

    /// <summary>TINYINT: sbyte.</summary>
    TinyInt = 2,

    /// <summary>SMALLINT: short.</summary>
    SmallInt = 3,

    /// <summary>INTEGER: int.</summary>
    Integer = 4,

    /// <summary>BIGINT: long.</summary>
    BigInt = 5,

    /// <summary>UTINYINT: byte.</summary>
    UTinyInt = 6,

    /// <summary>USMALLINT: ushort.</summary>
    USmallInt = 7,

    /// <summary>UINTEGER: uint.</summary>
    UInteger = 8,

    /// <summary>UBIGINT: ulong.</summary>
    UBigInt = 9,

    /// <summary>FLOAT: float.</summary>
    Float = 10,

    /// <summary>DOUBLE: double.</summary>
    Double = 11,

    /// <summary>TIMESTAMP: long, microseconds from the Unix epoch.</summary>
    Timestamp = 12,

    /// <summary>DATE: int, days from the Unix epoch.</summary>
    Date = 13,

    /// <summary>HUGEINT: Int128, what sum() of integers returns.</summary>
    HugeInt = 16,

    /// <summary>VARCHAR: a text.</summary>
    Varchar = 17,

    /// <summary>BLOB: bytes.</summary>
    Blob = 18,
}
