using System.Numerics;

namespace SecretMagic.Unit.Bom;

/// <summary>An exact number: every double is one, and sums, products and quotients of them stay exact.</summary>
public readonly record struct Rational(BigInteger Up, BigInteger Down)
{
    public static Rational Zero { get; } = new(0, 1);

    public static Rational Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | (exponent == 0 ? 0 : 1L << 52);
        if (value < 0) mantissa = -mantissa;
        var shift = Math.Max(exponent, 1) - 1075;
        return Reduced(shift >= 0 ? mantissa << shift : mantissa, shift >= 0 ? 1 : BigInteger.One << -shift);
    }

    public static Rational operator +(Rational one, Rational other) => Reduced(one.Up * other.Down + other.Up * one.Down, one.Down * other.Down);

    public static Rational operator *(Rational one, Rational other) => Reduced(one.Up * other.Up, one.Down * other.Down);

    public static Rational operator /(Rational one, Rational other) => Reduced(one.Up * other.Down, one.Down * other.Up);

    /// <summary>The difference from a double, as a part of the number.</summary>
    public double DistanceTo(double value)
    {
        if (Up.IsZero) return value == 0 ? 0 : double.PositiveInfinity;
        var difference = Of(value) + this * new Rational(-1, 1);
        return Math.Abs((double)(difference.Up * Down * 1_000_000_000_000_000_000 / (difference.Down * Up))) * 1e-18;
    }

    private static Rational Reduced(BigInteger up, BigInteger down)
    {
        var common = BigInteger.GreatestCommonDivisor(up, down);
        if (down.Sign < 0) common = -common;
        return new Rational(up / common, down / common);
    }
}
