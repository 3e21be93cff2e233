using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SecretMagic.Series;

namespace SecretMagic.Bom;

/// <summary>
/// The inner loops: a row of requirements from the rows of its parents. Every column is summed in the order of the lines, each product
/// and sum rounded once (fused), so no bit depends on the width of vectors, on tiles or on threads.
/// </summary>
internal static class Pull
{
    /// <summary>Lines between the one that is summed and the one whose row is asked of memory: about as many as memory delivers at once.</summary>
    private const int Ahead = 16;

    /// <summary>
    /// <c>target[j] = (add ? target[j] : 0) + sum over e of factors[e] * row(rowOf[parents[e]])[j]</c> for j below
    /// <paramref name="length"/>, a multiple of 8; row r of the block begins at r * stride. Sums stay in registers while the parents' rows
    /// stream by. Parents beyond <paramref name="count"/> are of the lines that come next: their rows are fetched, not read.
    /// </summary>
    internal static void Rows(
        ref double block, nint stride, int target, int length, ReadOnlySpan<int> parents, ReadOnlySpan<double> factors, int count, int[] rowOf, bool add)
    {
        if (Vector512.IsHardwareAccelerated) Wide(ref block, stride, target, length, parents, factors, count, rowOf, add);
        else Narrow(ref block, stride, target, length, parents, factors, count, rowOf, add);
    }

    /// <summary>The specification of <see cref="Rows"/>, a column at a time.</summary>
    internal static void RowsScalar(
        ref double block, nint stride, int target, int length, ReadOnlySpan<int> parents, ReadOnlySpan<double> factors, int count, int[] rowOf, bool add)
    {
        for (var j = 0; j < length; j++)
        {
            ref var at = ref Unsafe.Add(ref block, target * stride + j);
            var sum = add ? at : 0;
            for (var e = 0; e < count; e++)
                sum = Math.FusedMultiplyAdd(factors[e], Unsafe.Add(ref block, rowOf[parents[e]] * stride + j), sum);
            at = sum;
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

    internal static void Wide(
        ref double block, nint stride, int target, int length, ReadOnlySpan<int> parents, ReadOnlySpan<double> factors, int count, int[] rowOf, bool add)
    {
        const int Lanes = 8;
        ref var firstParent = ref MemoryMarshal.GetReference(parents);
        ref var firstFactor = ref MemoryMarshal.GetReference(factors);
        ref var firstRow = ref MemoryMarshal.GetArrayDataReference(rowOf);
        nint last = parents.Length - 1;
        var j = 0;
        for (; j + 4 * Lanes <= length; j += 4 * Lanes)
        {
            ref var at = ref Unsafe.Add(ref block, target * stride + j);
            Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
            if (add)
            {
                s0 = Vector512.LoadUnsafe(ref at);
                s1 = Vector512.LoadUnsafe(ref at, Lanes);
                s2 = Vector512.LoadUnsafe(ref at, 2 * Lanes);
                s3 = Vector512.LoadUnsafe(ref at, 3 * Lanes);
            }

            for (nint e = 0; e < count; e++)
            {
                ref var soon = ref Unsafe.Add(ref block, Unsafe.Add(ref firstRow, Unsafe.Add(ref firstParent, Math.Min(e + Ahead, last))) * stride + j);
                CacheLines.Fetch(ref soon, 4 * Lanes);
                ref var parent = ref Unsafe.Add(ref block, Unsafe.Add(ref firstRow, Unsafe.Add(ref firstParent, e)) * stride + j);
                var factor = Vector512.Create(Unsafe.Add(ref firstFactor, e));
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
            ref var at = ref Unsafe.Add(ref block, target * stride + j);
            var sum = add ? Vector512.LoadUnsafe(ref at) : default;
            for (nint e = 0; e < count; e++)
            {
                ref var parent = ref Unsafe.Add(ref block, Unsafe.Add(ref firstRow, Unsafe.Add(ref firstParent, e)) * stride + j);
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref firstFactor, e)), Vector512.LoadUnsafe(ref parent), sum);
            }

            sum.StoreUnsafe(ref at);
        }
    }

    internal static void Narrow(
        ref double block, nint stride, int target, int length, ReadOnlySpan<int> parents, ReadOnlySpan<double> factors, int count, int[] rowOf, bool add)
    {
        const int Lanes = 4;
        ref var firstParent = ref MemoryMarshal.GetReference(parents);
        ref var firstFactor = ref MemoryMarshal.GetReference(factors);
        ref var firstRow = ref MemoryMarshal.GetArrayDataReference(rowOf);
        nint last = parents.Length - 1;
        var j = 0;
        for (; j + 4 * Lanes <= length; j += 4 * Lanes)
        {
            ref var at = ref Unsafe.Add(ref block, target * stride + j);
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            if (add)
            {
                s0 = Vector256.LoadUnsafe(ref at);
                s1 = Vector256.LoadUnsafe(ref at, Lanes);
                s2 = Vector256.LoadUnsafe(ref at, 2 * Lanes);
                s3 = Vector256.LoadUnsafe(ref at, 3 * Lanes);
            }

            for (nint e = 0; e < count; e++)
            {
                ref var soon = ref Unsafe.Add(ref block, Unsafe.Add(ref firstRow, Unsafe.Add(ref firstParent, Math.Min(e + Ahead, last))) * stride + j);
                CacheLines.Fetch(ref soon, 4 * Lanes);
                ref var parent = ref Unsafe.Add(ref block, Unsafe.Add(ref firstRow, Unsafe.Add(ref firstParent, e)) * stride + j);
                var factor = Vector256.Create(Unsafe.Add(ref firstFactor, e));
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
            ref var at = ref Unsafe.Add(ref block, target * stride + j);
            var sum = add ? Vector256.LoadUnsafe(ref at) : default;
            for (nint e = 0; e < count; e++)
            {
                ref var parent = ref Unsafe.Add(ref block, Unsafe.Add(ref firstRow, Unsafe.Add(ref firstParent, e)) * stride + j);
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref firstFactor, e)), Vector256.LoadUnsafe(ref parent), sum);
            }

            sum.StoreUnsafe(ref at);
        }
    }
}
