namespace SecretMagic.Domain;

/// <summary>How a schedule repeats. The numbers and names are stored.</summary>
public enum ScheduleKind
{
    /// <summary>Every so many minutes.</summary>
    Interval = 1,

    /// <summary>Once a day.</summary>
    Daily = 2,

    /// <summary>Once a week.</summary>
    Weekly = 3,
}
