using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

public sealed class PromoTests
{
    private const double N = double.NaN;

    [Fact]
    public void A_flag_says_where_promotions_are_and_how_far_away()
    {
        double[] flags = [0, 0, 1, 0, N, 0, 1, 0, 0];

        var computed = Compute([("on_promo", flags)], ("flag", "on_promo"));

        computed["is_promo"].ShouldBe([0, 0, 1, 0, N, 0, 1, 0, 0]);
        computed["days_since_promo"].ShouldBe([N, N, 0, 1, 2, 3, 0, 1, 2]);
        computed["days_to_promo"].ShouldBe([2, 1, 0, 3, 2, 1, 0, N, N]);
        computed.Nulls("days_since_promo", NanReason.Warmup).ShouldBe(2);
        computed.Nulls("days_to_promo", NanReason.Missing).ShouldBe(2);
    }

    [Fact]
    public void A_discount_is_measured_against_the_highest_price_of_28_days()
    {
        double[] prices = [.. Enumerable.Repeat(10.0, 5), 8, 9.5, N, .. Enumerable.Repeat(8.0, 30)];

        var computed = Compute([("price", prices)], ("price", "price"));

        computed["discount_depth"][4..8].ShouldAgreeWith([0, 0.2, 0.05, N], 1e-15);
        computed["is_promo"][4..8].ShouldBe([0, 1, 0, N]);
        computed["discount_depth"][31].ShouldBe(0.2, 1e-15); // day 4 is still among the last 28
        computed["discount_depth"][32].ShouldBe(1 - 8 / 9.5, 1e-15);
        computed["discount_depth"][34].ShouldBe(0);
        computed.Nulls("discount_depth", NanReason.Missing).ShouldBe(1);
    }

    [Fact]
    public void A_reference_price_is_taken_as_given_and_zero_is_undefined()
    {
        var computed = Compute([("price", [8, 8, 8]), ("regular", [10, N, 0])], ("price", "price"), ("reference_price", "regular"));

        computed["discount_depth"].ShouldAgreeWith([0.2, N, N], 1e-15);
        computed.Nulls("discount_depth", NanReason.Missing).ShouldBe(1);
        computed.Nulls("discount_depth", NanReason.Undefined).ShouldBe(1);
    }

    [Fact]
    public void Distances_are_capped_at_thirty_days()
    {
        var flags = new double[100];
        flags[50] = 1;

        var computed = Compute([("on_promo", flags)], ("flag", "on_promo"));

        computed["days_since_promo"][29..31].ShouldBe([N, 30]);
        computed["days_since_promo"][79..].ShouldBe([29, .. Enumerable.Repeat(30.0, 20)]);
        computed["days_to_promo"][19..22].ShouldBe([30, 30, 29]);
        computed["days_to_promo"][69..71].ShouldBe([30, N]);
    }

    [Fact]
    public void Distances_are_missing_where_no_row_has_known_or_will_know_of_a_promotion()
    {
        var unknown = Compute([("on_promo", [.. Enumerable.Repeat(N, 100)])], ("flag", "on_promo"));
        foreach (var name in new[] { "days_since_promo", "days_to_promo" })
        {
            unknown[name].ShouldAllBe(value => double.IsNaN(value));
            unknown.Nulls(name, NanReason.Missing).ShouldBe(100, name);
        }

        var from = Compute([("on_promo", [.. Enumerable.Repeat(N, 40), .. new double[40], .. Enumerable.Repeat(N, 40)])], ("flag", "on_promo"));
        from.Nulls("days_since_promo", NanReason.Missing).ShouldBe(40);
        from.Nulls("days_since_promo", NanReason.Warmup).ShouldBe(30);
        from["days_since_promo"][70..].ShouldAllBe(value => value == 30);
        from["days_to_promo"][..50].ShouldAllBe(value => value == 30);
        from.Nulls("days_to_promo", NanReason.Missing).ShouldBe(70, "the last row that knows is the 80th");
    }

    [Fact]
    public void A_promotion_that_a_zero_reference_hides_is_undefined()
    {
        var computed = Compute([("price", [8, 8]), ("regular", [0, 0])], ("price", "price"), ("reference_price", "regular"));

        computed.Nulls("days_since_promo", NanReason.Undefined).ShouldBe(2);
    }

    [Fact]
    public void Days_in_a_promotion_count_from_one_and_go_on_over_rows_that_do_not_know()
    {
        var computed = Compute([("on_promo", [0, 1, 1, N, 1, 0, 1, .. Enumerable.Repeat(1.0, 40)])], ("flag", "on_promo"));

        computed["days_in_promo"][..8].ShouldBe([0, 1, 2, N, 4, 0, 1, 2]);
        computed["days_in_promo"][^1].ShouldBe(30);
        computed.Nulls("days_in_promo", NanReason.Missing).ShouldBe(1);
    }

    [Fact]
    public void Uplift_compares_with_the_same_weekday_and_is_drawn_to_one()
    {
        // Weekday 0 sells 10 without and 30 with a promotion; weekday 1 has no row without one, so it says nothing.
        var (target, flags) = (new double[22], new double[22]);
        for (var i = 0; i < 22; i++) (target[i], flags[i]) = (i % 7 == 0 ? 10 : i % 7 == 1 ? 500 : 3, i % 7 == 1 ? 1 : 0);
        (target[14], flags[14]) = (30, 1);
        (target[9], flags[9]) = (N, 1);
        (target[10], flags[10]) = (7, N);

        var uplift = Compute([("target", target), ("on_promo", flags)], ("flag", "on_promo"), ("uplift_prior", 4))["promo_uplift"];

        uplift[..15].ShouldAllBe(value => value == 1, "the row itself is not in it");
        uplift[15..].ShouldAllBe(value => value == (1 * 3.0 + 4) / 5);
    }

    [Fact]
    public void Uplift_over_no_sales_is_undefined_and_missing_in_the_future()
    {
        var computed = Compute(
            [("target", [0, 0, 0, 0, 0, 0, 0, 5, 1, N]), ("on_promo", [0, 0, 0, 0, 0, 0, 0, 1, 0, 0])], ("flag", "on_promo"));

        computed["promo_uplift"].ShouldBe([1, 1, 1, 1, 1, 1, 1, 1, N, N]);
        computed.Nulls("promo_uplift", NanReason.Undefined).ShouldBe(1);
        computed.Nulls("promo_uplift", NanReason.Missing).ShouldBe(1);
    }

    [Fact]
    public void A_price_that_is_not_there_is_named_with_what_is_there()
    {
        var set = Given.Set(Given.Entry("promo", ("price", "price")));

        var finding = FeaturePlan.Compile(set, Given.Sources("sales", "stock")).Findings.ShouldHaveSingleItem();


        finding.Key.ShouldBe("price");
        finding.Message.ShouldContain("sales, stock");
    }

    private static Computed Compute((string Name, double[] Values)[] columns, params (string, object)[] parameters)
    {
        (string Name, double[] Values)[] all = columns[0].Name == "target"
            ? columns
            : [("target", new double[columns[0].Values.Length]), .. columns];
        using var panel = Given.Panel(Given.Daily, 19_000, all);
        var plan = Given.Plan(Given.Set(Given.Entry("promo", parameters)), Given.Sources([.. all.Select(column => column.Name)]));
        return Computed.Of(plan, panel, cuts: [1, all[0].Values.Length / 2]);
    }
}
