using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>Promotions: whether there is one, how deep, how far away, and what they did.</summary>
internal sealed class Promo(PromoColumns columns, Promo.Output output, double priorDays = 0) : Operation
{
    /// <summary>Days are capped here.</summary>
    public const int MaxDays = 30;

    private const double DefaultDepth = 0.1;
    private const double DefaultPrior = 10;

    /// <summary>What a promotion feature says.</summary>
    internal enum Output
    {
        IsPromo,
        Depth,
        DaysSince,
        DaysIn,
        Uplift,
    }

    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "promo",
        Kind = FeatureKind.Known,
        Summary = "Whether a row has a promotion, how deep the discount is, the days since the last one, in the present one and to the next "
            + "planned one, and how much promotions lifted sales so far (promo_uplift, kind past).",
        Formula = "discount_depth = 1 - price / reference; the reference is the given column, or the highest known price of the last "
            + "28 days, the day included. is_promo: flag is not 0; without a flag, discount_depth >= min_depth. days_since_promo and "
            + "days_to_promo: calendar days, 0 on a day with a promotion, at most 30; rows that do not know whether they have one "
            + "count as without, but for those before the first and behind the last row that knows. "
            + "days_in_promo: calendar days since the first row of the promotion plus 1, at most 30, "
            + "0 without one; rows that do not know do not end it. promo_uplift = (n r + k) / (n + k), from rows before t only: r is "
            + "the target of the n rows with a promotion over the sum of the means of the rows without one of the same weekday, k is "
            + "uplift_prior; 1 while nothing can be compared.",
        NanMeaning = "Flag, price or reference is missing (Missing); the reference is 0, or nothing was sold without promotions "
            + "(Undefined); no row so far knows whether it has a promotion (days_since_promo: Missing, or Undefined as is_promo is); none was seen "
            + "since the first row that knows and that is less than 30 days ago (days_since_promo: Warmup); none is planned up to the last "
            + "row that knows and that is less than 30 days away, or no row knows (days_to_promo: Missing); a row after the last known target "
            + "(promo_uplift: Missing).",
        Cost = "A few comparisons; days_to_promo reads the planned rows of 30 days more; promo_uplift is 7 divisions.",
        Example = "{ type: promo, price: price } with prices 2, 2, 1.5, 1.5 gives discount_depth 0, 0, 0.25, 0.25 and days_in_promo 0, 0, 1, 2.",
        Names = ["is_promo", "discount_depth", "days_since_promo", "days_in_promo", "days_to_promo", "promo_uplift"],
        Parameters =
        [
            new("flag", ParameterShape.Text, "The column that is not 0 on rows with a promotion.", "none: derived from the price"),
            new("price", ParameterShape.Text, "The column of the price paid.", "none: no discount_depth"),
            new("reference_price", ParameterShape.Text, "The column of the regular price.", "the highest price of the last 28 days"),
            new("min_depth", ParameterShape.AboveUpTo(0, 1), "The discount from which on a row without a flag is a promotion.", "0.1"),
            new("uplift_prior", ParameterShape.Above(0),
                "How many rows with a promotion must be seen before what they say counts half of promo_uplift; the other half is 1.", "10"),
            new("ahead", ParameterShape.Flag,
                "Add days_to_promo, which reads rows to come; a series that grows row by row has none.", "true"),
            HistoryParameters.Optional,
        ],
    };

    public override ImmutableArray<InputRead>? Reads => output == Output.Uplift ? [new("target", 1)] : null;

    public override int StateLength => output switch
    {
        Output.DaysSince or Output.DaysIn => PromoDays.StateLength,
        Output.Uplift => PromoUplift.StateLength,
        _ => 0,
    };

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var kernel = worker.Shared(columns, () => new PromoKernel(worker, columns));
        var scratch = worker.Scratch;
        switch (output)
        {
            case Output.IsPromo:
                kernel.Add((tile, rows, _) => tile.Writer.Write(feature, rows.IsPromo[..tile.Count], 0));
                break;
            case Output.Depth:
                kernel.Add((tile, rows, _) => tile.Writer.Write(feature, rows.Depths[..tile.Count], 0));
                break;
            case Output.DaysSince:
                kernel.Add((tile, rows, state) =>
                {
                    PromoDays.Since(tile, rows, state.Slice(stateStart, StateLength), scratch.AsSpan(0, tile.Count));
                    tile.Writer.Write(feature, scratch.AsSpan(0, tile.Count), 0);
                });
                break;
            case Output.DaysIn:
                kernel.Add((tile, rows, state) =>
                {
                    PromoDays.Within(tile, rows, state.Slice(stateStart, StateLength), scratch.AsSpan(0, tile.Count));
                    tile.Writer.Write(feature, scratch.AsSpan(0, tile.Count), 0);
                });
                break;
            default:
                var history = History.AsItIs(0, "target");
                var target = worker.Input(history, 0);
                var past = worker.Output(target, history, feature);
                kernel.Add((tile, rows, state) =>
                {
                    var values = scratch.AsSpan(0, tile.Count);
                    var given = target.Values.Slice(target.Lead, tile.Count);
                    PromoUplift.Walk(tile, rows, given, priorDays, state.Slice(stateStart, StateLength), values);
                    past.Write(tile, values);
                });
                break;
        }
    }

    private static void Compile(EntryCompiler entry)
    {
        if (!entry.Has("flag") && !entry.Has("price")) entry.Fail("flag", "Promo needs flag, or price, or both.");
        if (entry.Has("reference_price") && !entry.Has("price")) entry.Fail("reference_price", "A reference price needs a price.");
        if (entry.Has("min_depth") && entry.Has("flag")) entry.Fail("min_depth", "With a flag, the flag alone says what a promotion is.");
        if (!entry.TryColumn("flag", out var flag) || !entry.TryColumn("price", out var price)
            || !entry.TryColumn("reference_price", out var reference)) return;

        var source = new PromoColumns(flag, price, reference, entry.Number("min_depth") ?? DefaultDepth);
        var rule = entry.Text("flag") is { } name ? $"flag={name}" : $"min_depth={source.MinDepth}";
        var depth = $"price={entry.Text("price")} reference={entry.Text("reference_price") ?? $"max {PromoColumns.ReferenceDays}d"}";
        var canonical = "promo|" + (flag is null ? $"{rule} {depth}" : rule);
        var prior = entry.Number("uplift_prior") ?? DefaultPrior;
        entry.Add("is_promo", $"{canonical}|is_promo", new Promo(source, Output.IsPromo));
        if (price is not null) entry.Add("discount_depth", $"promo|{depth}|discount_depth", new Promo(source, Output.Depth));
        entry.Add("days_since_promo", $"{canonical}|days_since known max={MaxDays}", new Promo(source, Output.DaysSince));
        entry.Add("days_in_promo", $"{canonical}|days_in max={MaxDays}", new Promo(source, Output.DaysIn));
        if (entry.Value("ahead") is not ParameterValue.Flag { Value: false })
            entry.Add("days_to_promo", $"{canonical}|days_to known max={MaxDays}", new PromoAhead(source));
        entry.Add(
            "promo_uplift", $"target|{canonical}|uplift prior={prior}", new Promo(source, Output.Uplift, prior));
    }
}
