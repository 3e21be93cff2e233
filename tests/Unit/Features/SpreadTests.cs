using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

/// <summary>The feature of one's own in docs/TIME_SERIES.md keeps what the document promises.</summary>
public sealed class SpreadTests
{
    private const double Nan = double.NaN;

    [Fact]
    public void It_is_what_its_example_says() => Spreads([3, 1, Nan, 4], 3).ShouldBe([0, 2, 2, 3]);

    [Fact]
    public void It_is_max_less_min_by_bits()
    {
        var rows = Enumerable.Range(0, 700).Select(i => i % 13 == 0 ? Nan : i * 7919 % 991 / 7.0).ToArray();
        var ends = Computed.Of(Given.Set(Given.Entry("max", ("windows", (int[])[28])), Given.Entry("min", ("windows", (int[])[28]))), rows);
        Spreads(rows, 28).ShouldBe([.. ends["max_28"].Zip(ends["min_28"], (max, min) => max - min)]);
    }

    [Fact]
    public void Any_slicing_gives_the_same_bits()
    {
        var rows = Enumerable.Range(0, 300).Select(i => i % 11 == 0 ? Nan : i * 7919 % 991 / 7.0).ToArray();
        using var panel = Given.Panel(14_000, rows);
        var plan = Plan(5);
        Computed.Of(plan, panel, cuts: [1, 2, 7, 150, 299]).ShouldHaveTheBitsOf(Computed.Of(plan, panel));
    }

    [Fact]
    public void Every_missing_value_has_its_reason()
    {
        using var panel = Given.Panel(14_000, [1, 2, 3, Nan, Nan, 4, Nan]);
        Computed.Of(Plan(2, minSamples: 2), panel).Reasons().ShouldBe(
        [
            NanReason.Warmup, NanReason.None, NanReason.None, NanReason.TooFewValid, NanReason.TooFewValid, NanReason.TooFewValid, NanReason.Missing,
        ]);
    }

    private static double[] Spreads(double[] rows, int window)
    {
        using var panel = Given.Panel(14_000, rows);
        return Computed.Of(Plan(window), panel)[$"spread_{window}"];
    }

    /// <summary>A plan of a type that is not in the catalog.</summary>
    private static FeaturePlan Plan(int window, int minSamples = 1)
    {
        var set = Given.Set(Given.Entry("spread", ("windows", (int[])[window]), ("min_samples", minSamples)));
        var draft = new PlanDraft();
        Spread.Type.Compile(new EntryCompiler(set, Given.Sources(), 0, Spread.Type, draft));
        draft.Findings.ShouldBeEmpty();
        return new FeaturePlan(set, Given.Sources(), draft);
    }
}
