namespace SecretMagic.Features;

/// <summary>
/// Natural logarithm by a series of our own, so that the bits do not depend on the C runtime. Error: at most 2 units in the last place.
/// </summary>
internal static class Logarithm
{
    private const int MantissaBits = 52;

    /// <summary>The bits of the square root of a half, where the mantissa wraps.</summary>
    private const long RootOfHalf = 0x3FE6_A09E_667F_3BCD;

    /// <summary>ln 2 in two parts; the high one ends in 32 zero bits, so that it times any exponent is exact.</summary>
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>The logarithm of a finite number above 0.</summary>
    public static double Of(double value)
    {
        var scaled = 0;
        if (value < 2.2250738585072014e-308) (value, scaled) = (value * 18014398509481984, -54);
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits - RootOfHalf) >> MantissaBits);
        var mantissa = BitConverter.Int64BitsToDouble(bits - ((long)exponent << MantissaBits));

        // ln m = 2 (s + s³/3 + s⁵/5 + ...) with s = (m - 1) / (m + 1), at most 0.172; the first term left out is below 1e-17.
        var excess = mantissa - 1;
        var s = excess / (2 + excess);
        var z = s * s;
        var tail = 1.0 / 21;
        tail = tail * z + 1.0 / 19;
        tail = tail * z + 1.0 / 17;
        tail = tail * z + 1.0 / 15;
        tail = tail * z + 1.0 / 13;
        tail = tail * z + 1.0 / 11;
        tail = tail * z + 1.0 / 9;
        tail = tail * z + 1.0 / 7;
        tail = tail * z + 1.0 / 5;
        tail = tail * z + 1.0 / 3;

        // 2 s is the excess less s times the excess; so the first order is exact near 1.
        var high = (exponent + scaled) * Ln2High;
        var low = (exponent + scaled) * Ln2Low;
        return high + (excess + (2 * s * z * tail - s * excess + low));
    }
}
