namespace SecretMagic.Bom;

/// <summary>
/// One line at one site over some positions: the parent's row is read as many positions later as making it takes, and what falls before the
/// axis is summed at its first position, past due.
/// </summary>
internal static class TimedLine
{
    /// <summary>Adds what a line needs; <paramref name="first"/> is the position of the first value of the spans.</summary>
    internal static void Add(
        int first, ReadOnlySpan<double> parent, int lead, double factor, double perOrder, BomRow item, DayRange held, Span<double> target)
    {
        var from = held.From;
        if (lead > 0 && from == 0 && first == 0)
        {
            for (var at = 0; at <= Math.Min(lead, parent.Length - 1); at++)
                target[0] = Math.FusedMultiplyAdd(factor, parent[at], target[0]) + (parent[at] > 0 ? perOrder * item.OrdersOf(parent[at]) : 0);
            from++;
        }

        var to = Math.Min(held.To, parent.Length - lead);
        if (from >= to) return;
        parent = parent[(from + lead)..(to + lead)];
        target = target[from..to];
        Pull.Line(parent, factor, item.Entry is { LotMax: > 0 } ? 0 : perOrder, target);
        if (perOrder == 0 || item.Entry is not { LotMax: > 0 }) return;
        for (var at = 0; at < target.Length; at++)
            if (parent[at] > 0) target[at] += perOrder * item.OrdersOf(parent[at]);
    }
}
