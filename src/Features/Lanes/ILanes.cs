namespace SecretMagic.Features;

/// <summary>
/// One or several float64 values computed side by side. Operators are written once over this, so the scalar form (<see cref="Lanes1"/>)
/// is the specification of the vector forms (<see cref="Lanes4"/>, <see cref="Lanes8"/>): every operation is IEEE 754 lane by lane, so
/// the bits are the same.
/// </summary>
internal interface ILanes<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    static abstract T Of(double value);

    /// <summary>Reads <see cref="Count"/> values that stand side by side.</summary>
    static abstract T Load(ref readonly double source);

    /// <summary>Writes <see cref="Count"/> values side by side.</summary>
    static abstract void Store(T value, ref double target);

    /// <summary>Writes <see cref="Count"/> values side by side, rounded to float32.</summary>
    static abstract void Narrow(T value, ref float target);

    /// <summary>Writes lane l to <c>target[l * stride]</c>.</summary>
    static abstract void Scatter(T value, ref double target, nint stride);

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, T right);

    static abstract T operator /(T left, T right);

    /// <summary><c>left * right + addend</c>, rounded once: the same on every processor, in software where there is no instruction.</summary>
    static abstract T MultiplyAdd(T left, T right, T addend);

    static abstract T Sqrt(T value);

    /// <summary>Writes <c>sqrt(dividend / divisor)</c> of <see cref="Count"/> values side by side, rounded after each step and to float32. A
    /// dividend is 0, or so large that the root is a normal float32.</summary>
    static virtual void NarrowRoot(T dividend, T divisor, T reciprocal, ref float target) => T.Narrow(T.Sqrt(dividend / divisor), ref target);

    /// <summary><paramref name="then"/> where the value is no NaN.</summary>
    static abstract T WhereKnown(T value, T then, T otherwise);

    /// <summary><paramref name="then"/> where left is less than right; a comparison with NaN is false.</summary>
    static abstract T WhereLess(T left, T right, T then, T otherwise);
}
