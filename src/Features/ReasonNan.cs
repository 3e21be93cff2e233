using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>
/// Quiet NaNs that carry their reason: the three low bits hold the reason, bits 8 to 13 its bit of <c>history_state</c>. Kernels write them
/// explicitly, because which payload survives arithmetic differs between processors.
/// </summary>
internal static class ReasonNan
{
    /// <summary>The number of reasons, <see cref="NanReason.None"/> included.</summary>
    public const int ReasonCount = 7;

    /// <summary>Where the bit of <c>history_state</c> stands in the payload.</summary>
    public const int StateShift = 8;

    public static readonly double Warmup = Of(NanReason.Warmup);
    public static readonly double TooFewValid = Of(NanReason.TooFewValid);
    public static readonly double Missing = Of(NanReason.Missing);
    public static readonly double Dead = Of(NanReason.Dead);
    public static readonly double Undefined = Of(NanReason.Undefined);

    public static double Of(NanReason reason) =>
        BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0000L | (1L << (StateShift + (int)reason - 1)) | (long)reason);

    /// <summary>The reason inside a NaN; one without a reason came out of arithmetic and is <see cref="NanReason.Undefined"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NanReason ReasonIn(double nan)
    {
        var reason = (int)(BitConverter.DoubleToInt64Bits(nan) & 7);
        return reason is 0 or ReasonCount ? NanReason.Undefined : (NanReason)reason;
    }
}
