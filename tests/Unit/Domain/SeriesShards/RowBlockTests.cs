using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Domain.SeriesShards;

namespace SecretMagic.Unit.Domain;

/// <summary>Rows of series as bytes.</summary>
public sealed class RowBlockTests
{
    private static readonly double[] Odd = [double.NaN, 0, -0.0, 1, -1, 0.1, 1e300, 9_007_199_254_740_992, 9_007_199_254_740_994, double.MaxValue, double.Epsilon];

    private static readonly Arbitrary<RowBlock> Blocks = (
        from rows in Gen.Choose(0, 40)
        from series in Gen.Choose(1, 5)
        from seriesOf in Gen.Choose(0, series - 1).ArrayOf(rows)
        from periods in Gen.OneOf(Gen.Choose(19_000, 19_100).Select(period => (long)period), Gen.Elements(long.MinValue, long.MaxValue)).ArrayOf(rows)
        from known in Gen.OneOf(Gen.Constant<long[]>([]), ArbMap.Default.GeneratorFor<long>().ArrayOf(rows))
        from kinds in Gen.Choose(0, 2).ListOf()
        from values in Gen.CollectToArray(kinds, kind => kind switch
        {
            0 => Gen.Choose(-300, 300).Select(whole => (double)whole).ArrayOf(rows),
            1 => Gen.OneOf(Gen.Choose(-3, 300).Select(whole => (double)whole), Gen.Constant(double.NaN)).ArrayOf(rows),
            _ => Gen.OneOf(Gen.Elements(Odd), ArbMap.Default.GeneratorFor<double>()).ArrayOf(rows),
        })
        select new RowBlock(
            "1d", [.. values.Select((_, at) => $"c{at}")], [.. Enumerable.Range(0, series).Select(at => $"größe {at}")], seriesOf, periods, known, values))
        .ToArbitrary();

    [Fact]
    public void A_block_reads_back_by_bits() => Prop.ForAll(Blocks, block => Same(RowBlockBytes.Read(RowBlockBytes.Write(block)), block)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_block_that_is_cut_or_longer_is_damaged() => Prop.ForAll(Blocks, block =>
    {
        var bytes = RowBlockBytes.Write(block);
        for (var length = 0; length < bytes.Length; length++) Should.Throw<FormatException>(() => RowBlockBytes.Read(bytes.AsSpan(0, length)));
        Should.Throw<FormatException>(() => RowBlockBytes.Read([.. bytes, 0]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_a_block_or_are_refused() => Prop.ForAll(Blocks, ArbMap.Default.ArbFor<uint>(), ArbMap.Default.ArbFor<byte>(), (block, place, value) =>
    {
        var bytes = RowBlockBytes.Write(block);
        bytes[place % (uint)bytes.Length] = value;
        try
        {
            RowBlockBytes.Read(bytes).Rows.ShouldBeLessThanOrEqualTo(bytes.Length);
        }
        catch (FormatException refused)
        {
            refused.Message.Length.ShouldBeGreaterThan(20);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sales_of_a_day_take_few_bytes()
    {
        const int Rows = 1000;
        var block = new RowBlock(
            "1d", ["target"], [.. Enumerable.Range(0, Rows).Select(i => $"{i}")], [.. Enumerable.Range(0, Rows)],
            [.. Enumerable.Repeat(20_000L, Rows)], [], [[.. Enumerable.Range(0, Rows).Select(i => (double)(i % 50))]]);
        RowBlockBytes.Write(block).Length.ShouldBeLessThan(9 * Rows);
    }

    [Fact]
    public void Some_rows_of_a_block_are_these_rows_in_their_order() => Prop.ForAll(Blocks, block =>
    {
        int[] kept = [.. Enumerable.Range(0, block.Rows).Where(row => row % 3 != 1)];
        var part = block.Only(kept);
        part.Rows.ShouldBe(kept.Length);
        part.Series.ShouldBe(part.Series.Distinct());
        for (var at = 0; at < kept.Length; at++) Row(part, at).ShouldBe(Row(block, kept[at]));
    }).QuickCheckThrowOnFailure();

    private static void Same(RowBlock read, RowBlock written)
    {
        (read.Frequency, read.Rows, read.KnownAt().Length).ShouldBe((written.Frequency, written.Rows, written.KnownAt().Length));
        read.Columns.ShouldBe(written.Columns);
        read.Series.ShouldBe(written.Series);
        for (var row = 0; row < read.Rows; row++) Row(read, row).ShouldBe(Row(written, row));
    }

    private static string Row(RowBlock block, int row)
    {
        var values = Enumerable.Range(0, block.Columns.Length).Select(column => block.Values(column)[row]);
        var bits = values.Select(value => double.IsNaN(value) ? "NaN" : $"{BitConverter.DoubleToInt64Bits(value):x}");
        var known = block.KnownAt().IsEmpty ? 0 : block.KnownAt()[row];
        return $"{block.Series[block.SeriesOf()[row]]} {block.Periods()[row]} {known} {string.Join(' ', bits)}";
    }
}
