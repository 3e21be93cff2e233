namespace SecretMagic.Bom;

/// <summary>
/// A hash of the content of a graph: the sum of a hash of every item and every line, so it does not depend on their order, and a changed
/// line changes it without the others being read. It tells versions apart; it is no protection against forgery.
/// </summary>
internal static class GraphHash
{
    internal static UInt128 Of(BomGraph graph)
    {
        UInt128 sum = 0;
        for (var row = 0; row < graph.Rows.Length; row++)
        {
            sum += Of(graph.Rows[row]);
            var (lines, first, end) = graph.LinesOf(row);
            sum += Of(graph, lines, first, end);
        }

        return sum;
    }

    internal static UInt128 Of(BomGraph graph, LineTable lines, int first, int end)
    {
        UInt128 sum = 0;
        for (var e = first; e < end; e++)
        {
            var (hash, days) = (new Mix(1), lines.DaysOf(e));
            hash.Add(graph.Rows[lines.Parent[e]].Code);
            hash.Add(graph.Rows[lines.Child[e]].Code);
            hash.Add(graph.Rows[lines.Child[e]].IsTwin ? 1u : 0);
            hash.Add(lines.Factor[e]);
            hash.Add(lines.Fixed?[e] ?? 0);
            hash.Add((ulong)(uint)days.From << 32 | (uint)days.To);
            hash.Add((ulong)lines.KindOf(e));
            hash.Add(SiteRule.Text(lines.Sites?[e]));
            sum += hash.Value;
        }

        return sum;
    }

    private static UInt128 Of(BomRow row)
    {
        var hash = new Mix(2);
        hash.Add(row.Code);
        hash.Add(row.Unit ?? "");
        hash.Add(row.IsTwin || row.IsPhantom ? 1u : 0);
        hash.Add(row.Planned);
        hash.Add((ulong)row.Lead);
        if (row.Entry is { } item)
        {
            foreach (var value in (ReadOnlySpan<double>)[item.LotMin, item.LotMultiple, item.LotMax, item.SafetyStock, item.LotDays]) hash.Add(value);
        }

        if (row.Supply is { } supply)
        {
            hash.Add(supply.Default ?? "");
            hash.Add((ulong)supply.Days);
            foreach (var route in supply.Routes.Values) hash.Add($"{route.Site}\u0001{route.From}\u0001{route.Days}");
        }

        return hash.Value;
    }

    private struct Mix(ulong seed)
    {
        private ulong _one = seed * 0x9E37_79B9_7F4A_7C15;
        private ulong _other = seed ^ 0xD6E8_FEB8_6659_FD93;

        internal readonly UInt128 Value => new(Finish(_one), Finish(_other ^ (_one >> 32)));

        internal void Add(double value) => Add(BitConverter.DoubleToUInt64Bits(value));

        internal void Add(string text)
        {
            Add((ulong)text.Length);
            foreach (var letter in text) _one = (_one ^ letter) * 0x0000_0100_0000_01B3;
            Add(_one);
        }

        internal void Add(ulong value)
        {
            _one = Finish(_one ^ value);
            _other = Finish(_other + value * 0xA24B_AED4_963E_E407);
        }

        private static ulong Finish(ulong value)
        {
            value = (value ^ (value >> 32)) * 0xD6E8_FEB8_6659_FD93;
            value = (value ^ (value >> 32)) * 0xD6E8_FEB8_6659_FD93;
            return value ^ (value >> 32);
        }
    }
}
