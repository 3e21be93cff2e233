namespace SecretMagic.Series;

/// <summary>Days that a source lists over a range that it covers: a day of the range that it does not list is none of them.</summary>
public sealed class ListedDays
{
    private readonly HashSet<int> _days;

    /// <summary>Takes days, numbered from the Unix epoch, in any order.</summary>
    public ListedDays(int firstDay, int lastDay, IEnumerable<int> days)
    {
        FirstDay = firstDay;
        LastDay = lastDay;
        _days = [.. days];
    }

    /// <summary>The first day the source covers.</summary>
    public int FirstDay { get; }

    /// <summary>The last day the source covers.</summary>
    public int LastDay { get; }

    /// <summary>True when the source says anything about this day.</summary>
    public bool Covers(int day) => day >= FirstDay && day <= LastDay;

    /// <summary>True when the source lists this day.</summary>
    public bool Contains(int day) => _days.Contains(day);
}
