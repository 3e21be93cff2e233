using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>A single value: the scalar form of every operator, and its specification.</summary>
internal readonly struct Lanes1(double value) : ILanes<Lanes1>
{
    private readonly double _value = value;

    public static int Count => 1;

    public double Value => _value;

    public static Lanes1 operator +(Lanes1 left, Lanes1 right) => new(left._value + right._value);

    public static Lanes1 operator -(Lanes1 left, Lanes1 right) => new(left._value - right._value);

    public static Lanes1 operator *(Lanes1 left, Lanes1 right) => new(left._value * right._value);

    public static Lanes1 operator /(Lanes1 left, Lanes1 right) => new(left._value / right._value);

    public static Lanes1 Of(double value) => new(value);

    public static Lanes1 Load(ref readonly double source) => new(source);

    public static void Store(Lanes1 value, ref double target) => target = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Lanes1 value, ref float target) =>
        target = (float)value._value;

    public static void Scatter(Lanes1 value, ref double target, nint stride) => target = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 MultiplyAdd(Lanes1 left, Lanes1 right, Lanes1 addend) =>
        new(Math.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static Lanes1 Sqrt(Lanes1 value) => new(Math.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 WhereKnown(Lanes1 value, Lanes1 then, Lanes1 otherwise) => double.IsNaN(value._value) ? otherwise : then;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 WhereLess(Lanes1 left, Lanes1 right, Lanes1 then, Lanes1 otherwise) =>
        left._value < right._value ? then : otherwise;
}
