using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

public sealed class PullTests
{
    private delegate void Rows(
        ref double block, nint stride, int target, int length, ReadOnlySpan<int> parents, ReadOnlySpan<double> factors, int count, int[] rowOf, bool add);

    [Fact]
    public void Vectors_of_any_width_equal_the_scalar_twin_by_bits()
    {
        const int RowCount = 7;
        int[] rowOf = [0, 2, 1, 4, 3, 6, 5];
        for (var length = 8; length <= 256; length += 8)
        {
            for (var count = 0; count < RowCount; count++)
            {
                var block = new double[RowCount * length];
                for (var i = 0; i < block.Length; i++) block[i] = Math.Sqrt(i) / 3 * (i % 5 == 0 ? 1e9 : 1);
                int[] parents = [.. Enumerable.Range(1, count)];
                double[] factors = [.. parents.Select((_, e) => 1.0 / (3 + e))];
                foreach (var add in new[] { false, true })
                {
                    double[] expected = [.. block];
                    Pull.RowsScalar(ref expected[0], length, 0, length, parents, factors, count, rowOf, add);
                    foreach (var rows in new Rows[] { Pull.Rows, Pull.Wide, Pull.Narrow })
                    {
                        double[] actual = [.. block];
                        rows(ref actual[0], length, 0, length, parents, factors, count, rowOf, add);
                        actual.ShouldBe(expected);
                    }
                }
            }
        }
    }
}
