using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

public sealed class StaticTests
{
    private static readonly Labels Brands = new(["acme", "zenith"]);

    [Fact]
    public void Every_row_has_the_values_of_its_series()
    {
        var sources = Given.Sources() with { Statics = [new StaticColumn("size"), new StaticColumn("brand", Brands)] };
        var plan = Given.Plan(Given.Set(Given.Entry("static", ("columns", new[] { "brand", "size" }))), sources);
        using var panel = new SeriesPanel(Given.Daily, ["target"], [0, 0], [2, 2]);
        var attributes = SeriesAttributes.None with { Statics = [[2.5, double.NaN], [double.NaN, 1]] };

        var (first, second) = (Computed.Of(plan, panel, attributes, 0), Computed.Of(plan, panel, attributes, 1));

        plan.Columns[0].ShouldBe(new BlockColumn("brand", ColumnType.Label, Brands));
        first["brand"].ShouldBe([double.NaN, double.NaN]);
        first["size"].ShouldBe([2.5, 2.5]);
        second["brand"].ShouldBe([1, 1]);
        second["size"].ShouldBe([double.NaN, double.NaN]);
        second.Nulls("size", NanReason.Missing).ShouldBe(2);
    }

    [Fact]
    public void Numbers_keep_their_digits_whatever_the_set_stores()
    {
        var set = Given.Set(Given.Entry("static", ("columns", new[] { "code" })), Given.Entry("calendar"));
        var plan = Given.Plan(
            set with { Defaults = new FeatureDefaults { Type = ColumnType.Float32 } }, Given.Sources() with { Statics = [new StaticColumn("code")] });
        using var panel = new SeriesPanel(Given.Daily, ["target"], [0], [1]);

        var code = Computed.Of(plan, panel, SeriesAttributes.None with { Statics = [[9_007_199_254_740_991]] })["code"];

        plan.Columns.Take(2).Select(column => column.Type).ShouldBe([ColumnType.Float64, ColumnType.Float32]);
        code.ShouldBe([9_007_199_254_740_991]);
    }

    [Fact]
    public void A_column_the_table_does_not_have_is_named() =>
        FeaturePlan.Compile(Given.Set(Given.Entry("static", ("columns", new[] { "brand" }))), Given.Sources())
            .Findings.ShouldHaveSingleItem().Message.ShouldContain("'brand'");
}
