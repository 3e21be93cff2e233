using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

public sealed class SingleRootsTests
{
    [Fact]
    public void Roots_have_the_bits_of_the_rounded_root()
    {
        if (!Avx512F.IsSupported) return;
        for (var i = 0; i < 200_000; i++) Check((1 + Fraction(i)) * Math.ScaleB(1, i % 200 - 100));
        Check(0);
        Check(1e-60);
        Check(1);
    }

    /// <summary>Roots that lie on the middle of two float32 or next to it, where the last bit of the root decides.</summary>
    [Fact]
    public void Roots_near_the_middle_of_two_singles_are_rounded_right()
    {
        if (!Avx512F.IsSupported) return;
        for (var i = 0; i < 50_000; i++)
        {
            var single = 1 + (float)Fraction(i);
            var middle = ((double)single + MathF.BitIncrement(single)) / 2;
            var square = middle * middle;
            for (var step = -2; step <= 2; step++) Check(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(square) + step));
            Check(square * (1 + 1e-12));
            Check(square * (1 - 1e-12));
        }
    }

    /// <summary>Numbers of [0, 1) that fill it evenly.</summary>
    private static double Fraction(int i) => (uint)(i * 2_654_435_769L) / 4_294_967_296.0;

    private static void Check(double value)
    {
        foreach (var divisor in new[] { 1.0, 2, 42, 756 })
        {
            var actual = SingleRoots.Of(
                Vector512.Create(value, 2, 3, 4, 5, 6, 7, value), Vector512.Create(divisor), Vector512.Create(1 / divisor))[0];
            var expected = (float)Math.Sqrt(value / divisor);
            if (BitConverter.SingleToInt32Bits(actual) != BitConverter.SingleToInt32Bits(expected))
                throw new ShouldAssertException($"The root of {value:R} / {divisor} is {expected:R}, not {actual:R}.");
        }
    }
}
