using System.Numerics;
using System.Runtime.CompilerServices;

namespace SecretMagic.Bom;

/// <summary>
/// The inner loops: a row of requirements from the rows of its parents. Every column is summed in the order of the lines, each product
/// rounded before it is added, so no bit depends on the width of vectors, on tiles or on threads.
/// </summary>
internal static class Pull
{
    private const int Lanes = 8;

    /// <summary>
    /// <c>block[target + j] = (add ? block[target + j] : 0) + sum over e of factors[e] * block[parents[e] + j]</c> for j below
    /// <paramref name="length"/>, a multiple of 8. Sums stay in registers while the parents' rows stream by.
    /// </summary>
    internal static void Rows(ref double block, nint target, int length, ReadOnlySpan<nint> parents, ReadOnlySpan<double> factors, bool add)
    {
        var count = Vector<double>.Count;
        var j = 0;
        for (; j + Lanes * count <= length; j += Lanes * count)
        {
            ref var at = ref Unsafe.Add(ref block, target + j);
            Vector<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            if (add)
            {
                (s0, s1, s2, s3) = (Load(ref at, 0), Load(ref at, 1), Load(ref at, 2), Load(ref at, 3));
                (s4, s5, s6, s7) = (Load(ref at, 4), Load(ref at, 5), Load(ref at, 6), Load(ref at, 7));
            }

            for (var e = 0; e < parents.Length; e++)
            {
                ref var parent = ref Unsafe.Add(ref block, parents[e] + j);
                var factor = new Vector<double>(factors[e]);
                s0 += factor * Load(ref parent, 0);
                s1 += factor * Load(ref parent, 1);
                s2 += factor * Load(ref parent, 2);
                s3 += factor * Load(ref parent, 3);
                s4 += factor * Load(ref parent, 4);
                s5 += factor * Load(ref parent, 5);
                s6 += factor * Load(ref parent, 6);
                s7 += factor * Load(ref parent, 7);
            }

            Store(s0, ref at, 0);
            Store(s1, ref at, 1);
            Store(s2, ref at, 2);
            Store(s3, ref at, 3);
            Store(s4, ref at, 4);
            Store(s5, ref at, 5);
            Store(s6, ref at, 6);
            Store(s7, ref at, 7);
        }

        for (; j < length; j += count)
        {
            ref var at = ref Unsafe.Add(ref block, target + j);
            var sum = add ? Load(ref at, 0) : default;
            for (var e = 0; e < parents.Length; e++)
                sum += new Vector<double>(factors[e]) * Load(ref Unsafe.Add(ref block, parents[e] + j), 0);
            Store(sum, ref at, 0);
        }
    }

    /// <summary>The specification of <see cref="Rows"/>, a column at a time.</summary>
    internal static void RowsScalar(
        Span<double> block, int target, int length, ReadOnlySpan<nint> parents, ReadOnlySpan<double> factors, bool add)
    {
        for (var j = 0; j < length; j++)
        {
            var sum = add ? block[target + j] : 0;
            for (var e = 0; e < parents.Length; e++) sum += factors[e] * block[(int)parents[e] + j];
            block[target + j] = sum;
        }
    }

    /// <summary>
    /// One line over part of a row: <c>target[j] += factor * parent[j]</c>, then the fixed quantity where the parent is needed.
    /// </summary>
    internal static void Line(ReadOnlySpan<double> parent, double factor, double perDay, Span<double> target)
    {
        parent = parent[..target.Length];
        for (var j = 0; j < target.Length; j++) target[j] += factor * parent[j];
        if (perDay == 0) return;
        for (var j = 0; j < target.Length; j++)
            if (parent[j] > 0) target[j] += perDay;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Load(ref double at, int vector) =>
        Vector.LoadUnsafe(ref at, (nuint)(vector * Vector<double>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<double> value, ref double at, int vector) =>
        value.StoreUnsafe(ref at, (nuint)(vector * Vector<double>.Count));
}
