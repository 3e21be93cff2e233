namespace SecretMagic.Bom;

/// <summary>An edge between numbered nodes; nodes are numbered in the order of their codes.</summary>
internal readonly record struct CycleEdge(int From, int To, int Origin, DayRange Days) : IComparable<CycleEdge>
{
    public int CompareTo(CycleEdge other)
    {
        if (From != other.From) return From.CompareTo(other.From);
        if (To != other.To) return To.CompareTo(other.To);
        if (Origin != other.Origin) return Origin.CompareTo(other.Origin);
        return Days.From != other.Days.From ? Days.From.CompareTo(other.Days.From) : Days.To.CompareTo(other.Days.To);
    }

    public static bool operator <(CycleEdge left, CycleEdge right) => left.CompareTo(right) < 0;

    public static bool operator >(CycleEdge left, CycleEdge right) => left.CompareTo(right) > 0;

    public static bool operator <=(CycleEdge left, CycleEdge right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CycleEdge left, CycleEdge right) => left.CompareTo(right) >= 0;
}
