using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

public sealed class TurnTests
{
    /// <summary>2 pi to 28 digits.</summary>
    private const decimal Tau = 6.283185307179586476925286767M;

    [Theory]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(30.5)]
    [InlineData(365.25)]
    [InlineData(2)]
    public void Sine_and_cosine_are_within_two_units_of_the_last_place(double period)
    {
        for (var steps = -40_000; steps < 40_000; steps += 7)
        {
            var (sin, cos) = Turn.At(steps, period);
            var (expectedSin, expectedCos) = Reference(steps, (decimal)period);
            Math.Abs(sin - expectedSin).ShouldBeLessThanOrEqualTo(2 * Unit(expectedSin), $"{steps} of {period}");
            Math.Abs(cos - expectedCos).ShouldBeLessThanOrEqualTo(2 * Unit(expectedCos), $"{steps} of {period}");
            Math.Abs(sin - expectedSin).ShouldBeLessThanOrEqualTo(4e-16);
            Math.Abs(cos - expectedCos).ShouldBeLessThanOrEqualTo(4e-16);
        }
    }

    [Fact]
    public void Whole_quarters_are_exact()
    {
        Turn.At(0, 4).ShouldBe((0, 1));
        Turn.At(1, 4).ShouldBe((1, 0));
        Turn.At(2, 4).ShouldBe((0, -1));
        Turn.At(4_000_003, 4).ShouldBe((-1, 0));
    }

    [Fact]
    public void A_period_repeats_by_bits()
    {
        for (var steps = 0; steps < 700; steps++) Turn.At(steps + 7_000_000, 7).ShouldBe(Turn.At(steps % 7, 7));
    }

    private static double Unit(double value) => Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);

    /// <summary>The C runtime's values, asked only within an eighth of a turn, where rounding the angle to a double costs least.</summary>
    private static (double Sin, double Cos) Reference(int steps, decimal period)
    {
        var quarters = Math.Round(4 * steps / period);
        var angle = (double)((steps / period - quarters / 4) * Tau);
        return ((int)quarters & 3) switch
        {
            0 => (Math.Sin(angle), Math.Cos(angle)),
            1 => (Math.Cos(angle), -Math.Sin(angle)),
            2 => (-Math.Sin(angle), -Math.Cos(angle)),
            _ => (-Math.Cos(angle), Math.Sin(angle)),
        };
    }
}
