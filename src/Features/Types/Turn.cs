namespace SecretMagic.Features;

/// <summary>
/// Sine and cosine of a fraction of a turn, by polynomials of our own, so that the bits do not depend on the C runtime. The fraction is
/// reduced exactly, before anything is rounded, so far periods are as accurate as near ones. Error: at most 2 units in the last place.
/// </summary>
internal static class Turn
{
    /// <summary>2 pi - (double)(2 pi).</summary>
    private const double TauLow = 2.4492935982947064e-16;

    /// <summary>Sine and cosine of 2 pi steps / period.</summary>
    public static (double Sin, double Cos) At(long steps, double period)
    {
        var distance = (double)Math.Abs(steps);
        var quarter = period / 4;
        var rest = distance % quarter;
        var quarters = (long)Math.Round((distance - rest) / quarter);
        if (rest > quarter / 2)
        {
            rest -= quarter;
            quarters++;
        }

        var fraction = rest / period;
        var (sin, cos) = WithinEighth(fraction, (rest - fraction * period - ProductError(fraction, period)) / period);
        (sin, cos) = (quarters & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
        return (steps < 0 ? -sin : sin, cos);
    }

    /// <summary>Taylor polynomials around 0 for at most an eighth of a turn; the first term left out is below 1e-18.</summary>
    private static (double Sin, double Cos) WithinEighth(double fraction, double fractionLow)
    {
        var angle = fraction * Math.Tau;
        var low = ProductError(fraction, Math.Tau) + fraction * TauLow + fractionLow * Math.Tau;
        var z = angle * angle;

        var odd = 1.0 / 355687428096000;
        odd = odd * z - 1.0 / 1307674368000;
        odd = odd * z + 1.0 / 6227020800;
        odd = odd * z - 1.0 / 39916800;
        odd = odd * z + 1.0 / 362880;
        odd = odd * z - 1.0 / 5040;
        odd = odd * z + 1.0 / 120;
        odd = odd * z - 1.0 / 6;

        var even = 1.0 / 20922789888000;
        even = even * z - 1.0 / 87178291200;
        even = even * z + 1.0 / 479001600;
        even = even * z - 1.0 / 3628800;
        even = even * z + 1.0 / 40320;
        even = even * z - 1.0 / 720;
        even = even * z + 1.0 / 24;

        var half = 0.5 * z;
        var near = 1 - half;
        var cos = near + ((1 - near - half) + (z * z * even - angle * low));
        var sin = angle + (angle * z * odd + low * near);
        return (sin, cos);
    }

    /// <summary>a b - (double)(a b), exactly, by splitting both in halves of 26 bits (Dekker, 1971).</summary>
    private static double ProductError(double a, double b)
    {
        var (highA, highB) = (High(a), High(b));
        var (lowA, lowB) = (a - highA, b - highB);
        return highA * highB - a * b + highA * lowB + lowA * highB + lowA * lowB;
    }

    private static double High(double value)
    {
        var scaled = value * 134_217_729;
        return scaled - (scaled - value);
    }
}
