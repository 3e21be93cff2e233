namespace SecretMagic.Pipeline;

/// <summary>A column that is wanted from an input.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">DuckDB's type in which it is read: VARCHAR, DOUBLE, BIGINT, TIMESTAMP, TIMESTAMPTZ or DATE.</param>
internal readonly record struct InputField(string Name, string Type)
{
    /// <summary>A text.</summary>
    public static InputField Text(string name) => new(name, "VARCHAR");

    /// <summary>A number; true and false count as 1 and 0.</summary>
    public static InputField Number(string name) => new(name, "DOUBLE");

    /// <summary>A timestamp without zone; a date is its midnight.</summary>
    public static InputField Timestamp(string name) => new(name, "TIMESTAMP");

    /// <summary>An instant, kept as a timestamp of UTC: with an offset, or of UTC without one.</summary>
    public static InputField Instant(string name) => new(name, "TIMESTAMPTZ");

    /// <summary>A date.</summary>
    public static InputField Date(string name) => new(name, "DATE");

    /// <summary>What the user may write there.</summary>
    public string Expected => Type switch
    {
        "DOUBLE" => "a number such as 12.5",
        "TIMESTAMP" => "a timestamp such as 2011-12-31 or 2011-12-31 14:05:00",
        "TIMESTAMPTZ" => "a timestamp such as 2011-12-31 14:05:00+01:00 or, in UTC, 2011-12-31 14:05:00",
        "BIGINT" => "a whole number such as 17",
        "DATE" => "a date such as 2011-12-31",
        _ => "a text",
    };
}
