using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SecretMagic.Features;

/// <summary>Eight values side by side, with AVX-512 where there is one, in halves elsewhere.</summary>
internal readonly struct Lanes8(Vector512<double> values) : ILanes<Lanes8>
{
    private readonly Vector512<double> _values = values;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left._values + right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 left, Lanes8 right) => new(left._values - right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 left, Lanes8 right) => new(left._values * right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator /(Lanes8 left, Lanes8 right) => new(left._values / right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Of(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(ref readonly double source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes8 value, ref double target) => value._values.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Lanes8 value, ref float target) =>
        (Avx512F.IsSupported
            ? Avx512F.ConvertToVector256Single(value._values)
            : Vector256.Narrow(value._values.GetLower(), value._values.GetUpper())).StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Lanes8 value, ref double target, nint stride)
    {
        target = value._values.GetElement(0);
        Unsafe.Add(ref target, stride) = value._values.GetElement(1);
        Unsafe.Add(ref target, 2 * stride) = value._values.GetElement(2);
        Unsafe.Add(ref target, 3 * stride) = value._values.GetElement(3);
        Unsafe.Add(ref target, 4 * stride) = value._values.GetElement(4);
        Unsafe.Add(ref target, 5 * stride) = value._values.GetElement(5);
        Unsafe.Add(ref target, 6 * stride) = value._values.GetElement(6);
        Unsafe.Add(ref target, 7 * stride) = value._values.GetElement(7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MultiplyAdd(Lanes8 left, Lanes8 right, Lanes8 addend) =>
        new(Vector512.FusedMultiplyAdd(left._values, right._values, addend._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Sqrt(Lanes8 value) => new(Vector512.Sqrt(value._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NarrowRoot(Lanes8 dividend, Lanes8 divisor, Lanes8 reciprocal, ref float target)
    {
        if (Avx512F.IsSupported) SingleRoots.Of(dividend._values, divisor._values, reciprocal._values).StoreUnsafe(ref target);
        else Narrow(Sqrt(dividend / divisor), ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WhereKnown(Lanes8 value, Lanes8 then, Lanes8 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(value._values, value._values), then._values, otherwise._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WhereLess(Lanes8 left, Lanes8 right, Lanes8 then, Lanes8 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._values, right._values), then._values, otherwise._values));
}
