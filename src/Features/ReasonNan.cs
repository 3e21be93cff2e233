using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>
/// Quiet NaNs that carry their reason: the three low bits hold the reason, bits 8 to 13 its bit of <c>history_state</c>. Kernels write them
/// explicitly, because which payload survives arithmetic differs between processors.
/// </summary>
public static class ReasonNan
{
    /// <summary>The number of reasons, <see cref="NanReason.None"/> included.</summary>
    internal const int ReasonCount = 7;

    /// <summary>Where the bit of <c>history_state</c> stands in the payload.</summary>
    internal const int StateShift = 8;

    internal static readonly double Warmup = Of(NanReason.Warmup);
    internal static readonly double TooFewValid = Of(NanReason.TooFewValid);
    internal static readonly double Missing = Of(NanReason.Missing);
    internal static readonly double Dead = Of(NanReason.Dead);
    internal static readonly double Undefined = Of(NanReason.Undefined);

    /// <summary>The NaN of a reason.</summary>
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
