namespace SecretMagic.Features;

/// <summary>The price elasticities of a price entry.</summary>
internal static class Elasticities
{
    /// <summary>The elasticity where nothing is known.</summary>
    public const double Prior = -1;

    /// <summary>The rows it weighs.</summary>
    public const double PriorRows = 20;

    public static void Add(EntryCompiler entry, History price)
    {
        foreach (var key in new[] { "prior", "prior_rows", "prior_by", "shift" })
            if (entry.Has(key) && !entry.Has("elasticity")) entry.Fail(key, "It is for price_elasticity: give elasticity: [180] too.");
        var (prior, rows) = (entry.Number("prior") ?? Prior, entry.Number("prior_rows") ?? PriorRows);
        var target = History.AsItIs(0, "target") with { Shift = entry.Whole("shift") ?? entry.Set.Defaults.Shift };
        foreach (var window in entry.Wholes("elasticity"))
        {
            History? group = null;
            var drawn = $"elasticity of {price.ColumnName} w={window} prior={prior} rows={rows}";
            if (entry.Text("prior_by") is { } by)
            {
                var name = new ElasticityPool(price.ColumnName, by, window, prior, rows).Name;
                var absent = $"The mean elasticity by '{by}' needs a column '{by}' of the static table, or is given with each row as '{name}'.";
                if (entry.Made("prior_by", name, absent) is not { } column) return;
                group = History.AsItIs(column, name);
                drawn += $" by={by}";
            }

            entry.Add($"price_elasticity_{window}", target.Canonical(drawn), new Elasticity(target, price, group, window, prior, rows));
        }
    }
}
