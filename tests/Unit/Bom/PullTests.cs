using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

public sealed class PullTests
{
    private delegate void Rows(ref double block, nint target, int length, ReadOnlySpan<nint> parents, ReadOnlySpan<double> factors, bool add);

    [Fact]
    public void Vectors_of_any_width_equal_the_scalar_twin_by_bits()
    {
        const int RowCount = 7;
        for (var length = 8; length <= 256; length += 8)
        {
            for (var parents = 0; parents < RowCount; parents++)
            {
                var block = new double[RowCount * length];
                for (var i = 0; i < block.Length; i++) block[i] = Math.Sqrt(i) / 3 * (i % 5 == 0 ? 1e9 : 1);
                nint[] at = [.. Enumerable.Range(1, parents).Select(row => (nint)(row * length))];
                double[] factors = [.. at.Select((_, e) => 1.0 / (3 + e))];
                foreach (var add in new[] { false, true })
                {
                    double[] expected = [.. block];
                    Pull.RowsScalar(expected, 0, length, at, factors, add);
                    foreach (var rows in new Rows[] { Pull.Rows, Pull.Wide, Pull.Narrow })
                    {
                        double[] actual = [.. block];
                        rows(ref actual[0], 0, length, at, factors, add);
                        actual.ShouldBe(expected);
                    }
                }
            }
        }
    }
}
