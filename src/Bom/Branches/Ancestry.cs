namespace SecretMagic.Bom;

/// <summary>Who is made of whom, upwards: the items that a defect reaches.</summary>
internal sealed class Ancestry
{
    private readonly ILookup<string, string> _parents;
    private readonly ILookup<string, string> _takers;

    internal Ancestry(BomBook book)
    {
        var made = book.Lines.Where(line => !line.Stop).Select(line => (Of: line.Component ?? "", Item: line.Parent ?? ""));
        // The need for a co-product makes its process run.
        var driven = book.Outputs.Where(output => output.Drives).Select(output => (Of: output.Process, output.Item));
        _parents = made.Concat(driven).ToLookup(edge => edge.Of, edge => edge.Item, StringComparer.Ordinal);
        _takers = book.Lines.Where(line => line.Stop).ToLookup(line => line.Component ?? "", line => line.Parent ?? "", StringComparer.Ordinal);
    }

    /// <summary>The items and everything that needs them; those that only take them from stock as well, where the stock itself is in doubt.</summary>
    internal HashSet<string> Above(IEnumerable<string> items, bool isStockInDoubt)
    {
        var above = new HashSet<string>(items, StringComparer.Ordinal);
        var open = new Stack<string>(above);
        if (isStockInDoubt)
        {
            foreach (var taker in above.SelectMany(item => _takers[item]).ToArray())
                if (above.Add(taker)) open.Push(taker);
        }

        while (open.TryPop(out var item))
        {
            foreach (var parent in _parents[item])
                if (above.Add(parent)) open.Push(parent);
        }

        return above;
    }
}
