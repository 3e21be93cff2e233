namespace SecretMagic.Features;

/// <summary>Promotions: whether there is one, how deep, and how far away.</summary>
internal sealed class Promo(Promo.Input input, Promo.Output output) : Operation
{
    /// <summary>Distances to promotions are capped here.</summary>
    public const int MaxDays = 30;

    /// <summary>The price is compared with the highest one of so many days when there is no reference price.</summary>
    public const int ReferenceDays = 28;

    private const double DefaultDepth = 0.1;

    /// <summary>What a promotion feature says.</summary>
    internal enum Output
    {
        IsPromo,
        Depth,
        DaysSince,
        DaysTo,
    }

    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "promo",
        Kind = FeatureKind.Known,
        Summary = "Whether a row has a promotion, how deep the discount is, and the days since the last and to the next promotion.",
        Formula = "discount_depth = 1 - price / reference; the reference is the given column, or the highest known price of the last "
            + "28 days, the day included. is_promo: flag is not 0; without a flag, discount_depth >= min_depth. days_since_promo and "
            + "days_to_promo: calendar days, 0 on a day with a promotion, at most 30; rows that do not know whether they have one "
            + "count as without.",
        NanMeaning = "Flag, price or reference is missing (Missing); the reference is 0 (Undefined); no promotion was seen since the "
            + "first row and that is less than 30 days ago (days_since_promo: Warmup); none is planned up to the last row and that is "
            + "less than 30 days away (days_to_promo: Missing).",
        Cost = "A few comparisons.",
        Example = "{ type: promo, price: price } with prices 2, 2, 1.5 gives discount_depth 0, 0, 0.25.",
        Names = ["is_promo", "discount_depth", "days_since_promo", "days_to_promo"],
        Parameters =
        [
            new("flag", ParameterShape.Text, "The column that is not 0 on rows with a promotion.", "none: derived from the price"),
            new("price", ParameterShape.Text, "The column of the price paid.", "none: no discount_depth"),
            new("reference_price", ParameterShape.Text, "The column of the regular price.", "the highest price of the last 28 days"),
            new("min_depth", ParameterShape.AboveUpTo(0, 1), "The discount from which on a row without a flag is a promotion.", "0.1"),
            HistoryParameters.Optional,
        ],
    };

    public override bool LooksAhead => true;

    public override void Enlist(WorkerLayout worker, int feature, int stateStart) =>
        worker.Shared(input, () => new PromoKernel(worker.Panel, input)).Add(feature, output);

    private static void Compile(EntryCompiler entry)
    {
        if (!entry.Has("flag") && !entry.Has("price")) entry.Fail("flag", "Promo needs flag, or price, or both.");
        if (entry.Has("reference_price") && !entry.Has("price")) entry.Fail("reference_price", "A reference price needs a price.");
        if (entry.Has("min_depth") && entry.Has("flag")) entry.Fail("min_depth", "With a flag, the flag alone says what a promotion is.");
        if (!TryColumn(entry, "flag", out var flag) || !TryColumn(entry, "price", out var price)
            || !TryColumn(entry, "reference_price", out var reference)) return;

        var source = new Input(flag, price, reference, entry.Number("min_depth") ?? DefaultDepth);
        var rule = entry.Text("flag") is { } name ? $"flag={name}" : $"min_depth={source.MinDepth}";
        var depth = $"price={entry.Text("price")} reference={entry.Text("reference_price") ?? $"max {ReferenceDays}d"}";
        var canonical = "promo|" + (flag is null ? $"{rule} {depth}" : rule);
        entry.Add("is_promo", $"{canonical}|is_promo", new Promo(source, Output.IsPromo));
        if (price is not null) entry.Add("discount_depth", $"promo|{depth}|discount_depth", new Promo(source, Output.Depth));
        entry.Add("days_since_promo", $"{canonical}|days_since max={MaxDays}", new Promo(source, Output.DaysSince));
        entry.Add("days_to_promo", $"{canonical}|days_to max={MaxDays}", new Promo(source, Output.DaysTo));
    }

    /// <summary>False when a column is named that is not there.</summary>
    private static bool TryColumn(EntryCompiler entry, string key, out int? column)
    {
        column = entry.Text(key) is { } name ? entry.Column(key, name) : null;
        return column is not null || !entry.Has(key);
    }

    /// <summary>The columns of the panel that promotions are read from.</summary>
    internal sealed record Input(int? Flag, int? Price, int? Reference, double MinDepth);
}
