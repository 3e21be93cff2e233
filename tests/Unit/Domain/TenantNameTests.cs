using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;

namespace SecretMagic.Unit.Domain;

/// <summary>Names of places follow from checked ids, fit, and no two clients share one.</summary>
public sealed class TenantNameTests
{
    private static readonly TenantMode[] Modes = Enum.GetValues<TenantMode>();

    /// <summary>Words that names are made of, so that ids and sets look like parts of other names.</summary>
    private static readonly string[] Words = ["a", "b", "1", "c", "c1", "on", "features", "client", "lient", "shared", "public", "tenancy", "coverage", new('z', 30)];

    private static readonly Gen<TenantId> Tenants =
        from words in Gen.Elements(Words).ArrayOf().Where(words => words.Length is > 0 and < 6)
        let text = string.Join('-', words)
        where TenantId.TryParse(text, out _, out _)
        select TenantId.Parse(text);

    private static readonly Gen<FeatureSetName?> Sets = Gen.OneOf(
        Gen.Constant<FeatureSetName?>(null),
        from words in Gen.Elements(Words).ArrayOf().Where(words => words.Length is > 0 and < 6)
        from glue in Gen.Elements("_", "__", "___", "")
        let text = "s" + string.Join(glue, words)
        where FeatureSetName.TryParse(text, out _, out _)
        select (FeatureSetName?)FeatureSetName.Parse(text));

    private static readonly Gen<(TenantId Tenant, TenantMode Mode, FeatureSetName? Set, string Columns)> Places =
        from tenant in Tenants
        from mode in Gen.Elements(Modes)
        from set in Sets
        from columns in Gen.Elements("a:double", "b:double")
        select (tenant, mode, set, columns);

    [Fact]
    public void Places_of_one_client_are_never_those_of_another() =>
        Prop.ForAll(Gen.Two(Places).ToArbitrary(), pair =>
        {
            var ((first, second), same) = (pair, pair.Item1.Tenant == pair.Item2.Tenant);
            var tables = (A: TenantTable.Of(first.Tenant, first.Mode, first.Set, first.Columns), B: TenantTable.Of(second.Tenant, second.Mode, second.Set, second.Columns));
            var shared = first.Mode == TenantMode.Shared && second.Mode == TenantMode.Shared;
            var equal = first.Set == second.Set && (shared ? first.Columns == second.Columns : same && first.Mode == second.Mode);
            (tables.A == tables.B).ShouldBe(equal, $"{first} {second}");
            (TenantTable.PartOf(first.Tenant, first.Set, first.Columns) == TenantTable.PartOf(second.Tenant, second.Set, second.Columns))
                .ShouldBe(same && first.Set == second.Set && first.Columns == second.Columns);
            (TenantTable.RoleOf(first.Tenant) == TenantTable.RoleOf(second.Tenant)).ShouldBe(same);
            (TenantTable.DatabaseOf(first.Tenant) == TenantTable.DatabaseOf(second.Tenant)).ShouldBe(same);
            var folders = (A: TenantFolder.Of(first.Tenant, first.Mode), B: TenantFolder.Of(second.Tenant, second.Mode));
            (folders.A == folders.B).ShouldBe(same && first.Mode == second.Mode);
            if (folders.A != folders.B) $"{folders.A}/".StartsWith($"{folders.B}/").ShouldBeFalse("one lies in the other");
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Names_fit_the_database_and_are_plain() =>
        Prop.ForAll(Places.ToArbitrary(), place =>
        {
            TenantTable[] tables =
            [
                TenantTable.Of(place.Tenant, place.Mode, place.Set, place.Columns), TenantTable.PartOf(place.Tenant, place.Set, place.Columns),
                new(TenantTable.DatabaseOf(place.Tenant), TenantTable.RoleOf(place.Tenant)),
            ];
            foreach (var name in tables.SelectMany(table => new[] { table.Schema, table.Name }))
            {
                name.Length.ShouldBeInRange(1, TenantTable.LongestName);
                name.All(sign => sign is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_').ShouldBeTrue(name);
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1", TenantMode.PrefixedTables, null, "public.c1_features")]
    [InlineData("1-features", TenantMode.PrefixedTables, null, "public.c1_features_features")]
    [InlineData("acme-7", TenantMode.PrefixedTables, "demand_v1", "public.cacme_7_features__demand_v1")]
    [InlineData("acme-7", TenantMode.DedicatedDb, null, "client_acme_7.features")]
    [InlineData("acme-7", TenantMode.DedicatedDb, "demand_v1", "client_acme_7.features__demand_v1")]
    [InlineData("acme-7", TenantMode.Shared, null, "shared.features_bc5565a6596abc5d")]
    public void Tables_are_called_as_ever(string tenant, TenantMode mode, string? set, string name) =>
        TenantTable.Of(TenantId.Parse(tenant), mode, set is null ? null : FeatureSetName.Parse(set), "a:double").ToString().ShouldBe(name);

    [Fact]
    public void A_name_that_is_too_long_keeps_its_beginning_and_a_set_that_looks_like_a_cut_name_is_cut_itself()
    {
        var (tenant, set) = (TenantId.Parse("01890a5d-ac96-774b-bcce-b302099a8057"), FeatureSetName.Parse("demand_of_all_shops_v1"));
        var cut = TenantTable.Of(tenant, TenantMode.PrefixedTables, set, "").Name;
        cut.ShouldStartWith("c01890a5d_ac96_774b_bcce_b30___");
        var (small, forged) = (TenantId.Parse("a"), FeatureSetName.Parse("s" + new string('x', 62)));
        var name = TenantTable.Of(small, TenantMode.PrefixedTables, forged, "").Name;
        var look = FeatureSetName.Parse(name["ca_features__".Length..]);
        TenantTable.Of(small, TenantMode.PrefixedTables, look, "").Name.ShouldNotBe(name);
    }

    [Fact]
    public void Names_in_any_script_fit_in_bytes_without_broken_characters()
    {
        foreach (var sign in new[] { "я", "語", "😀", "a" })
        {
            var name = TenantTable.Fitting("x" + string.Concat(Enumerable.Repeat(sign, 70)));
            Encoding.UTF8.GetByteCount(name).ShouldBeInRange(TenantTable.LongestName - 3, TenantTable.LongestName);
            name.ShouldNotContain("\uFFFD");
            name.EnumerateRunes().ShouldNotContain(Rune.ReplacementChar);
        }
    }

    [Theory]
    [InlineData(TenantMode.PrefixedTables, "c_on/features/demand_v1/night-1.2")]
    [InlineData(TenantMode.DedicatedDb, "client_on/features/demand_v1/night-1.2")]
    [InlineData(TenantMode.Shared, "shared/tenant_id=on/features/demand_v1/night-1.2")]
    public void Folders_are_called_as_ever(TenantMode mode, string folder) =>
        TenantFolder.OfResult(TenantId.Parse("on"), mode, ResultKind.Features, FeatureSetName.Parse("demand_v1"), BatchId.Parse("night-1"), 2).ShouldBe(folder);

    [Theory]
    [InlineData("")]
    [InlineData("con")]
    [InlineData("A")]
    [InlineData("_a")]
    [InlineData("1a")]
    [InlineData("a-b")]
    [InlineData("a/b")]
    [InlineData("a\"; DROP TABLE x")]
    [InlineData("a\0")]
    public void A_feature_set_that_could_leave_its_folder_or_table_is_refused(string text) => FeatureSetName.TryParse(text, out _, out _).ShouldBeFalse();
}
