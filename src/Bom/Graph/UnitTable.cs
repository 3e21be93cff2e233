using System.Numerics;

namespace SecretMagic.Bom;

/// <summary>Exact factors between units: rational numbers until one double is asked for, so a chain of conversions loses nothing.</summary>
internal sealed class UnitTable
{
    private static readonly (string From, string To, decimal Factor)[] Metric =
    [
        ("kg", "g", 1000), ("g", "mg", 1000), ("t", "kg", 1000), ("l", "ml", 1000), ("l", "dl", 10), ("l", "cl", 100), ("m", "cm", 100), ("m", "mm", 1000),
    ];

    private readonly Dictionary<(string Item, string Unit), List<(string To, BigInteger Up, BigInteger Down)>> _edges = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Item, string From, string To), double> _factors = [];

    internal UnitTable(IEnumerable<BomConversion> conversions, List<BomFinding> findings)
    {
        foreach (var (from, to, factor) in Metric) Add("", from, to, factor);
        foreach (var conversion in conversions)
        {
            if (conversion.Factor <= 0 || conversion.From.Length == 0 || conversion.To.Length == 0)
                findings.Add(new BomFinding(
                    conversion.Origin, "conversion", true,
                    $"1 {conversion.From} = {conversion.Factor} {conversion.To}: both units and a positive factor are needed")
                { Source = BomSource.Conversions, Item = conversion.Item });
            else if (IsOfScope(conversion) && Search(conversion.Item ?? "", conversion.From, conversion.To) is var known && known != (double)conversion.Factor)
                findings.Add(new BomFinding(
                    conversion.Origin, "conversion", true,
                    $"1 {conversion.From} = {conversion.Factor} {conversion.To} contradicts other conversions, by which it is {known}")
                { Source = BomSource.Conversions, Item = conversion.Item });
            else Add(conversion.Item ?? "", conversion.From, conversion.To, conversion.Factor);
        }
    }

    /// <summary>True for a unit that some conversion names.</summary>
    internal bool Knows(string unit) => _known.Contains(unit);

    /// <summary>How many <paramref name="to"/> one <paramref name="from"/> of an item is; null where no conversions lead there.</summary>
    internal double? Factor(string item, string from, string to)
    {
        if (from == to) return 1;
        if (_factors.TryGetValue((item, from, to), out var found)) return double.IsNaN(found) ? null : found;
        found = Search(item, from, to);
        _factors.Add((item, from, to), found);
        return double.IsNaN(found) ? null : found;
    }

    private double Search(string item, string from, string to)
    {
        var reached = new Dictionary<string, (BigInteger Up, BigInteger Down)>(StringComparer.Ordinal) { [from] = (1, 1) };
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out var unit))
        {
            var (up, down) = reached[unit];
            if (unit == to) return Quotient(up, down);
            foreach (var scope in item.Length == 0 ? [""] : new[] { item, "" })
                foreach (var edge in _edges.GetValueOrDefault((scope, unit)) ?? [])
                    if (reached.TryAdd(edge.To, (up * edge.Up, down * edge.Down))) queue.Enqueue(edge.To);
        }

        return double.NaN;
    }

    /// <summary>True where the units are joined already by conversions of the same item, or of all: an item may differ from the rule.</summary>
    private bool IsOfScope(BomConversion conversion) =>
        conversion.From == conversion.To
        || (_edges.GetValueOrDefault((conversion.Item ?? "", conversion.From)) ?? []).Exists(edge => edge.To == conversion.To)
        || (conversion.Item is null && !double.IsNaN(Search("", conversion.From, conversion.To)));

    /// <summary>The nearest double to a quotient: 60 bits more than a double has are kept before the one rounding.</summary>
    private static double Quotient(BigInteger up, BigInteger down)
    {
        var common = BigInteger.GreatestCommonDivisor(up, down);
        (up, down) = (up / common, down / common);
        var exact = new BigInteger(1L << 53);
        if (up <= exact && down <= exact) return (double)up / (double)down;
        var shift = (int)Math.Max(0, 120 - (up.GetBitLength() - down.GetBitLength()));
        return Math.ScaleB((double)((up << shift) / down), -shift);
    }

    private void Add(string item, string from, string to, decimal factor)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(factor, bits);
        var up = new BigInteger((uint)bits[0]) + (new BigInteger((uint)bits[1]) << 32) + (new BigInteger((uint)bits[2]) << 64);
        var down = BigInteger.Pow(10, (bits[3] >> 16) & 0xFF);
        _known.Add(from);
        _known.Add(to);
        Edges(item, from).Add((to, up, down));
        Edges(item, to).Add((from, down, up));
    }

    private List<(string To, BigInteger Up, BigInteger Down)> Edges(string item, string unit)
    {
        if (!_edges.TryGetValue((item, unit), out var edges)) _edges.Add((item, unit), edges = []);
        return edges;
    }
}
