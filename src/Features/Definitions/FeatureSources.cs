using System.Collections.Frozen;
using System.Collections.Immutable;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>What is there to make features from, besides the rows themselves.</summary>
public sealed record FeatureSources
{
    /// <summary>The columns of the panels to come, the first is the target.</summary>
    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>The columns of the inputs, for the answer to a name that is none of them; empty: the same as <see cref="Columns"/>.</summary>
    public ImmutableArray<string> Offered { get; init; } = [];

    /// <summary>The columns that are known for rows to come, such as planned prices; their history is known too.</summary>
    public ImmutableArray<string> Planned { get; init; } = [];

    /// <summary>Holidays by the code of the country or region, such as <c>GB</c>.</summary>
    public FrozenDictionary<string, HolidayCalendar> Calendars { get; init; } = FrozenDictionary<string, HolidayCalendar>.Empty;

    /// <summary>The country of calendar entries that name none; null when there is none.</summary>
    public string? Country { get; init; }

    /// <summary>Weather by day and location; null when there is none.</summary>
    public DailyTable? Weather { get; init; }

    /// <summary>The columns of the static table.</summary>
    public ImmutableArray<StaticColumn> Statics { get; init; } = [];
}
