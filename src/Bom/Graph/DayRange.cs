namespace SecretMagic.Bom;

/// <summary>Days by number (<see cref="DateOnly.DayNumber"/>), half open: <see cref="From"/> belongs, <see cref="To"/> does not.</summary>
internal readonly record struct DayRange(int From, int To)
{
    internal static DayRange Always { get; } = new(int.MinValue, int.MaxValue);

    internal bool IsEmpty => From >= To;

    internal DateOnly? FirstDay => From == int.MinValue ? null : DateOnly.FromDayNumber(From);

    internal DateOnly? LastDay => To == int.MaxValue ? null : DateOnly.FromDayNumber(To - 1);

    internal static DayRange Of(DateOnly? from, DateOnly? to) => new(from?.DayNumber ?? int.MinValue, to?.DayNumber ?? int.MaxValue);

    internal DayRange Clip(DayRange other) => new(Math.Max(From, other.From), Math.Min(To, other.To));

    internal bool Covers(DayRange other) => From <= other.From && To >= other.To;

    /// <summary>What is left of the range beside another: none, one or two ranges.</summary>
    internal IEnumerable<DayRange> Without(DayRange other)
    {
        var (before, after) = (new DayRange(From, Math.Min(To, other.From)), new DayRange(Math.Max(From, other.To), To));
        if (other.IsEmpty || Clip(other).IsEmpty) return IsEmpty ? [] : [this];
        return new[] { before, after }.Where(range => !range.IsEmpty);
    }

    /// <summary>The stretches between the given days, from the beginning to the end of time.</summary>
    internal static List<DayRange> Split(IEnumerable<int> days)
    {
        var ranges = new List<DayRange>();
        var from = int.MinValue;
        foreach (var day in new SortedSet<int>(days))
        {
            if (day is int.MinValue or int.MaxValue) continue;
            ranges.Add(new DayRange(from, day));
            from = day;
        }

        ranges.Add(new DayRange(from, int.MaxValue));
        return ranges;
    }
}
