using System.Globalization;

namespace SecretMagic.Storage.Tables;

/// <summary>When work of a client falls due, or of every client without a schedule of its own.</summary>
public sealed record ScheduleRow
{
    /// <summary>Whose; null is the default.</summary>
    public string? Client { get; init; }

    /// <summary>features, bom.</summary>
    public required string Work { get; init; }

    /// <summary>interval, daily, weekly.</summary>
    public required string ScheduleType { get; init; }

    /// <summary>The length of an interval.</summary>
    public int? IntervalMinutes { get; init; }

    /// <summary>HH:MM, UTC, of daily and weekly schedules.</summary>
    public string? AtTime { get; init; }

    /// <summary>0 Sunday to 6 Saturday, of weekly schedules.</summary>
    public int? DayOfWeek { get; init; }

    /// <summary>When it was set, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string UpdatedBy { get; init; }

    /// <summary>The schedule as it is given: <c>every 15m</c>, <c>daily 02:30</c>, <c>weekly mon 02:30</c>.</summary>
    public string Schedule => ScheduleType switch
    {
        "interval" => $"every {IntervalMinutes}m",
        "daily" => $"daily {AtTime}",
        _ => $"weekly {CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedDayNames[DayOfWeek ?? 0].ToLowerInvariant()} {AtTime}",
    };
}
