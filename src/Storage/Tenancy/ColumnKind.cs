namespace SecretMagic.Storage.Tenancy;

/// <summary>What a column of a client's table holds. The names are stored.</summary>
public enum ColumnKind
{
    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>Whole numbers of 64 bits.</summary>
    Whole = 2,

    /// <summary>float64.</summary>
    Double = 3,

    /// <summary>float32.</summary>
    Single = 4,

    /// <summary>True or false.</summary>
    Truth = 5,

    /// <summary>Days.</summary>
    Day = 6,

    /// <summary>Days and times, in microseconds, without a zone.</summary>
    Moment = 7,
}
