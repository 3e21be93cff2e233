using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Bom;

/// <summary>
/// The inner loops: a row of requirements from the rows of its parents. Every column is summed in the order of the lines, each product
/// and sum rounded once (fused), so no bit depends on the width of vectors, on tiles or on threads.
/// </summary>
internal static class Pull
{
    /// <summary>
    /// <c>block[target + j] = (add ? block[target + j] : 0) + sum over e of factors[e] * block[parents[e] + j]</c> for j below
    /// <paramref name="length"/>, a multiple of 8. Sums stay in registers while the parents' rows stream by.
    /// </summary>
    internal static void Rows(ref double block, nint target, int length, ReadOnlySpan<nint> parents, ReadOnlySpan<double> factors, bool add)
    {
        if (Vector512.IsHardwareAccelerated) Wide(ref block, target, length, parents, factors, add);
        else Narrow(ref block, target, length, parents, factors, add);
    }

    /// <summary>The specification of <see cref="Rows"/>, a column at a time.</summary>
    internal static void RowsScalar(
        Span<double> block, int target, int length, ReadOnlySpan<nint> parents, ReadOnlySpan<double> factors, bool add)
    {
        for (var j = 0; j < length; j++)
        {
            var sum = add ? block[target + j] : 0;
            for (var e = 0; e < parents.Length; e++) sum = Math.FusedMultiplyAdd(factors[e], block[(int)parents[e] + j], sum);
            block[target + j] = sum;
        }
    }

    /// <summary>
    /// One line over part of a row: <c>target[j] += factor * parent[j]</c>, fused like <see cref="Rows"/>; then the fixed quantity where
    /// the parent is needed.
    /// </summary>
    internal static void Line(ReadOnlySpan<double> parent, double factor, double perDay, Span<double> target)
    {
        parent = parent[..target.Length];
        for (var j = 0; j < target.Length; j++) target[j] = Math.FusedMultiplyAdd(factor, parent[j], target[j]);
        if (perDay == 0) return;
        for (var j = 0; j < target.Length; j++)
            if (parent[j] > 0) target[j] += perDay;
    }

    internal static void Wide(ref double block, nint target, int length, ReadOnlySpan<nint> parents, ReadOnlySpan<double> factors, bool add)
    {
        const int Lanes = 8;
        var j = 0;
        for (; j + 4 * Lanes <= length; j += 4 * Lanes)
        {
            ref var at = ref Unsafe.Add(ref block, target + j);
            Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
            if (add)
            {
                s0 = Vector512.LoadUnsafe(ref at);
                s1 = Vector512.LoadUnsafe(ref at, Lanes);
                s2 = Vector512.LoadUnsafe(ref at, 2 * Lanes);
                s3 = Vector512.LoadUnsafe(ref at, 3 * Lanes);
            }

            for (var e = 0; e < parents.Length; e++)
            {
                ref var parent = ref Unsafe.Add(ref block, parents[e] + j);
                var factor = Vector512.Create(factors[e]);
                s0 = Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref parent), s0);
                s1 = Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref parent, Lanes), s1);
                s2 = Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref parent, 2 * Lanes), s2);
                s3 = Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref parent, 3 * Lanes), s3);
            }

            s0.StoreUnsafe(ref at);
            s1.StoreUnsafe(ref at, Lanes);
            s2.StoreUnsafe(ref at, 2 * Lanes);
            s3.StoreUnsafe(ref at, 3 * Lanes);
        }

        for (; j < length; j += Lanes)
        {
            ref var at = ref Unsafe.Add(ref block, target + j);
            var sum = add ? Vector512.LoadUnsafe(ref at) : default;
            for (var e = 0; e < parents.Length; e++)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(factors[e]), Vector512.LoadUnsafe(ref Unsafe.Add(ref block, parents[e] + j)), sum);
            sum.StoreUnsafe(ref at);
        }
    }

    internal static void Narrow(ref double block, nint target, int length, ReadOnlySpan<nint> parents, ReadOnlySpan<double> factors, bool add)
    {
        const int Lanes = 4;
        var j = 0;
        for (; j + 4 * Lanes <= length; j += 4 * Lanes)
        {
            ref var at = ref Unsafe.Add(ref block, target + j);
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            if (add)
            {
                s0 = Vector256.LoadUnsafe(ref at);
                s1 = Vector256.LoadUnsafe(ref at, Lanes);
                s2 = Vector256.LoadUnsafe(ref at, 2 * Lanes);
                s3 = Vector256.LoadUnsafe(ref at, 3 * Lanes);
            }

            for (var e = 0; e < parents.Length; e++)
            {
                ref var parent = ref Unsafe.Add(ref block, parents[e] + j);
                var factor = Vector256.Create(factors[e]);
                s0 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref parent), s0);
                s1 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref parent, Lanes), s1);
                s2 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref parent, 2 * Lanes), s2);
                s3 = Vector256.FusedMultiplyAdd(factor, Vector256.LoadUnsafe(ref parent, 3 * Lanes), s3);
            }

            s0.StoreUnsafe(ref at);
            s1.StoreUnsafe(ref at, Lanes);
            s2.StoreUnsafe(ref at, 2 * Lanes);
            s3.StoreUnsafe(ref at, 3 * Lanes);
        }

        for (; j < length; j += Lanes)
        {
            ref var at = ref Unsafe.Add(ref block, target + j);
            var sum = add ? Vector256.LoadUnsafe(ref at) : default;
            for (var e = 0; e < parents.Length; e++)
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(factors[e]), Vector256.LoadUnsafe(ref Unsafe.Add(ref block, parents[e] + j)), sum);
            sum.StoreUnsafe(ref at);
        }
    }
}
