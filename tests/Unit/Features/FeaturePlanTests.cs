using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

public sealed class FeaturePlanTests
{
    private static readonly FeatureSet Set = Given.Set(
        Given.Entry("lag", ("lags", new[] { 1, 7 })),
        Given.Entry("std", ("windows", new[] { 28 })),
        Given.Entry("ema", ("alpha", 0.5)));

    [Fact]
    public void Features_carry_their_definition()
    {
        var plan = Given.Plan(Set);

        plan.Features.Select(feature => feature.Name).ShouldBe(["lag_1", "lag_7", "std_28", "ema_0.5"]);
        plan.Features[2].Canonical.ShouldBe("target|missing|shift 0|std w=28 ddof=1 min=2");
        plan.Features[3].Canonical.ShouldBe("target|missing|shift 0|ema alpha=0.5 adjust=false min=1");
        plan.Features.ShouldAllBe(feature => feature.Kind == FeatureKind.Past);
        plan.Columns[^1].ShouldBe(new BlockColumn("history_state", ColumnType.UInt8));
        plan.Columns.Length.ShouldBe(5);
        plan.StateLength.ShouldBe(5);
    }

    [Fact]
    public void The_hash_follows_the_meaning_not_the_wording()
    {
        var hash = Given.Plan(Set).Hash;

        hash.ShouldMatch("^[0-9a-f]{64}$");
        Given.Plan(Set with { Id = "other_v2" }).Hash.ShouldBe(hash);
        WithStd("shift", 0).ShouldBe(hash);
        WithStd("shift", 1).ShouldNotBe(hash);
        WithStd("name", "s").ShouldNotBe(hash);
        Given.Plan(Set with { Defaults = new FeatureDefaults { Type = ColumnType.Float32 } }).Hash.ShouldNotBe(hash);
        Given.Plan(Set with { Frequency = Frequency.All[^1] }).Hash.ShouldNotBe(hash);

        static string WithStd(string key, object value) =>
            Given.Plan(Set with { Entries = Set.Entries.SetItem(1, Given.Entry("std", ("windows", new[] { 28 }), (key, value))) }).Hash;
    }

    [Fact]
    public void A_name_template_has_the_parameters_of_the_entry()
    {
        var entry = Given.Entry(
            "ma", ("windows", new[] { 7, 28 }), ("min_samples", 7),
            ("name", "mean_{window}_of_{column}_m{min_samples}"));

        Given.Plan(Given.Set(entry)).Features.Select(feature => feature.Name).ShouldBe(["mean_7_of_target_m7", "mean_28_of_target_m7"]);
    }

    [Fact]
    public void Another_column_is_read_by_its_name()
    {
        var set = Given.Set(Given.Entry("lag", ("lags", new[] { 1 }), ("column", "price"), ("name", "price_lag_{lag}")));
        using var panel = Given.Panel(Given.Daily, 0, ("sold", [1, 2]), ("price", [5, 6]));

        Computed.Of(Given.Plan(set, Given.Sources("sold", "price")), panel)["price_lag_1"].ShouldBe([double.NaN, 5]);
    }

    [Fact]
    public void An_optional_entry_without_its_column_is_left_out_with_a_note()
    {
        var compiled = FeaturePlan.Compile(
            Given.Set(
                Given.Entry("lag", ("lags", new[] { 1 }), ("column", "price"), ("optional", true)),
                Given.Entry("lag", ("lags", new[] { 2 }))),
            Given.Sources());

        compiled.Plan.ShouldNotBeNull().Features.ShouldHaveSingleItem().Name.ShouldBe("lag_2");
        var note = compiled.Notes.ShouldHaveSingleItem();
        note.Entry.ShouldBe(0);
        note.Message.ShouldContain("'price'");
    }

    [Fact]
    public void A_worker_refuses_a_panel_of_other_columns()
    {
        using var panel = Given.Panel(Given.Daily, 0, ("other", [1, 2]));

        Should.Throw<ArgumentException>(() => Given.Plan(Set).CreateWorker(panel, SeriesAttributes.None));
    }

    [Fact]
    public void The_catalog_explains_every_type()
    {
        FeatureCatalog.All.Select(type => type.Name).ShouldBeUnique();
        foreach (var type in FeatureCatalog.All)
        {
            new[] { type.Summary, type.Formula, type.NanMeaning }.ShouldAllBe(text => text.EndsWith('.'));
            type.Names.ShouldNotBeEmpty();
            type.Parameters.Select(parameter => parameter.Key).ShouldBeUnique();
            type.Parameters.ShouldAllBe(parameter => parameter.Meaning.EndsWith('.') && parameter.Range.Length > 0);
        }
    }
}
