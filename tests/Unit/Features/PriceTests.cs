using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

public sealed class PriceTests
{
    private const double N = double.NaN;

    [Fact]
    public void A_price_stands_between_the_lowest_and_highest_of_its_window()
    {
        var computed = Compute([4, 5, 6, 5, N, 5.5, 5.5, 5.5], [], ("windows", new[] { 3 }));

        computed["price_position_3"].ShouldAgreeWith([N, 1, 1, 0, N, 1, N, N], 0);
        computed["price_momentum_3"].ShouldAgreeWith([0, 5 / 4.5 - 1, 0.2, 5 / (16 / 3.0) - 1, N, 5.5 / 5.25 - 1, 0, 0], 1e-15);
        computed.Nulls("price_position_3", NanReason.Missing).ShouldBe(1);
        computed.Nulls("price_position_3", NanReason.Undefined).ShouldBe(3);
    }

    [Fact]
    public void Too_few_prices_are_a_warmup_at_the_start_and_too_few_later()
    {
        var computed = Compute([4, 5, 6, N, 6], [], ("windows", new[] { 3 }), ("min_samples", 3));

        computed["price_momentum_3"].ShouldAgreeWith([N, N, 0.2, N, N], 1e-15);
        computed.Nulls("price_momentum_3", NanReason.Warmup).ShouldBe(2);
        computed.Nulls("price_momentum_3", NanReason.Missing).ShouldBe(1);
        computed.Nulls("price_momentum_3", NanReason.TooFewValid).ShouldBe(1);
    }

    [Fact]
    public void Days_since_a_change_count_from_the_price_of_the_last_change()
    {
        double[] prices = [4, 4, N, 5, 5, N, 5, 5.04, 5.08, 5.08];

        Compute(prices, [])["days_since_price_change"].ShouldBe([N, N, N, 0, 1, 2, 3, 0, 0, 1]);
        Compute(prices, [], ("min_change", 0.01))["days_since_price_change"].ShouldBe([N, N, N, 0, 1, 2, 3, 4, 0, 1]);
        var never = Compute([.. Enumerable.Repeat(3.0, 400)], []);
        never["days_since_price_change"][364..367].ShouldBe([N, 365, 365]);
        never.Nulls("days_since_price_change", NanReason.Warmup).ShouldBe(365);
    }

    [Fact]
    public void A_price_is_compared_with_the_reference()
    {
        var computed = Compute([8, 8, 8, N], [10, N, 0, 10], ("reference_price", "regular"));

        computed["price_vs_reference"].ShouldAgreeWith([-0.2, N, N, N], 1e-15);
        computed.Nulls("price_vs_reference", NanReason.Undefined).ShouldBe(1);
    }

    [Fact]
    public void The_elasticity_of_a_power_law_is_its_exponent_once_prices_have_moved()
    {
        var prices = Enumerable.Range(0, 200).Select(i => i < 20 ? 2.0 : 2 + i % 5 * 0.25).ToArray();
        var sales = prices.Select(price => 40 * Math.Pow(price, -3)).ToArray();

        var slope = Compute(prices, sales, ("elasticity", new[] { 60 }), ("prior_rows", 1e-9))["price_elasticity_60"];
        var drawn = Compute(prices, sales, ("elasticity", new[] { 60 }), ("prior_rows", 50), ("prior", -2))["price_elasticity_60"];

        slope[19].ShouldBe(-1, 1e-12);
        slope[30..].ShouldAllBe(value => Math.Abs(value + 3) < 1e-6);
        drawn[19].ShouldBe(-2, 1e-12);

        // 60 rows of five prices: Sxx by hand, the prior as 50 rows of variance 0.01.
        var logs = Enumerable.Range(0, 60).Select(i => Math.Log(2 + i % 5 * 0.25)).ToArray();
        var spread = logs.Sum(log => Math.Pow(log - logs.Average(), 2));
        drawn[^1].ShouldBe((spread * -3 + 0.5 * -2) / (spread + 0.5), 1e-12);
    }

    [Fact]
    public void Elasticity_leaves_out_rows_without_sales_and_uses_a_shift_of_rows_before()
    {
        var prices = Enumerable.Range(0, 50).Select(i => 1 + i % 3 * 0.5).ToArray();
        var sales = prices.Select((price, i) => i % 7 == 0 ? 0 : i % 11 == 0 ? N : 10 / (price * price)).ToArray();
        var now = Compute(prices, sales, ("elasticity", new[] { 20 }), ("prior_rows", 1e-9))["price_elasticity_20"];
        var before = Compute(prices, sales, ("elasticity", new[] { 20 }), ("prior_rows", 1e-9), ("shift", 3))["price_elasticity_20"];

        now[10].ShouldBe(-2, 1e-6);
        now[49].ShouldBe(-2, 1e-6);
        before[3..].Select(BitConverter.DoubleToInt64Bits).ShouldBe(now[..^3].Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Logarithms_are_those_of_the_mathematics()
    {
        for (var i = 0; i < 20_000; i++)
        {
            var value = Math.ScaleB(1 + i / 20_011.0, i % 401 - 200);
            var expected = Math.Log(value);
            Math.Abs(Logarithm.Of(value) - expected).ShouldBeLessThanOrEqualTo(2 * Math.BitIncrement(Math.Abs(expected)) - 2 * Math.Abs(expected));
        }

        Logarithm.Of(1).ShouldBe(0);
        Logarithm.Of(double.Epsilon).ShouldBe(Math.Log(double.Epsilon), 1e-12);
        Logarithm.Of(double.MaxValue).ShouldBe(Math.Log(double.MaxValue), 1e-12);
        BitConverter.DoubleToInt64Bits(Logarithm.Of(10)).ShouldBe(BitConverter.DoubleToInt64Bits(2.302585092994046));
    }

    [Fact]
    public void Keys_of_elasticity_need_it()
    {
        var set = Given.Set(Given.Entry("price", ("price", "price"), ("prior", -2)));

        FeaturePlan.Check(set).ShouldHaveSingleItem().Message.ShouldContain("elasticity");
    }

    private static Computed Compute(double[] prices, double[] others, params (string, object)[] parameters)
    {
        var withReference = parameters.Any(pair => pair.Item1 == "reference_price");
        var target = withReference || others.Length == 0 ? new double[prices.Length] : others;
        (string Name, double[] Values)[] columns = [("target", target), ("price", prices)];
        if (withReference) columns = [.. columns, ("regular", others)];
        using var panel = Given.Panel(Given.Daily, 19_000, columns);
        var plan = Given.Plan(
            Given.Set(Given.Entry("price", [("price", "price"), .. parameters])), Given.Sources([.. columns.Select(column => column.Name)]));
        return Computed.Of(plan, panel, cuts: [1, prices.Length / 2]);
    }
}
