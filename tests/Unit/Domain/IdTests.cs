using SecretMagic.Domain;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Unit.Domain;

public sealed class IdTests
{
    public static TheoryData<string> Unsafe =>
    [
        "", " ", "../x", "..", ".", "a/b", "a\\b", "c1; DROP TABLE", "c1'--", "a\"b", new string('a', 10_000), "😀", "smile😀", "a\0b", "a\nb", "Acme",
        "acme_7", "-a", "a-", "a--b", "ä", "а", "con", "nul", "com1", "%2e", "a b", "\ud800",
    ];

    [Theory]
    [MemberData(nameof(Unsafe))]
    public void An_id_that_could_leave_its_path_or_table_is_refused_with_a_short_reason(string text)
    {
        TenantId.TryParse(text, out _, out var refusal).ShouldBeFalse();
        refusal!.Length.ShouldBeLessThan(300);
        refusal.ShouldStartWith("The id of the client");
        refusal.All(sign => sign is >= ' ' and <= '~').ShouldBeTrue(refusal);
        BatchId.TryParse(text, out _, out _).ShouldBeFalse();
        EntityId.TryParse($"client:{text}", out _, out _).ShouldBeFalse();
        SeriesShardId.TryParse($"{text}.1", out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("acme-7")]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a8057")]
    public void A_sound_id_reads_back_as_it_was_written(string text)
    {
        TenantId.Parse(text).Value.ShouldBe(text);
        EntityId.Parse($"explosion:{text}").ShouldBe(EntityId.Explosion(TenantId.Parse(text)));
        SeriesShardId.Parse($"{text}.4095").ToString().ShouldBe($"{text}.4095");
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme.")]
    [InlineData("acme.-1")]
    [InlineData("acme.4096")]
    [InlineData("acme.007")]
    [InlineData("acme.1.2")]
    [InlineData("acme.99999999999")]
    public void A_shard_without_a_proper_number_is_refused(string text) => SeriesShardId.TryParse(text, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("😀")]
    public void An_id_of_a_command_has_signs_that_every_protocol_carries(string text) => CommandId.TryParse(text, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("acme")]
    [InlineData("tenant:acme")]
    [InlineData("Client:acme")]
    [InlineData("installation:other")]
    [InlineData(":")]
    public void An_entity_of_no_kind_is_refused(string text) => EntityId.TryParse(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void An_id_that_was_never_given_throws_when_it_is_used()
    {
        Should.Throw<InvalidOperationException>(() => default(TenantId).Value);
        Should.Throw<InvalidOperationException>(() => default(EntityId).ToString());
        Should.Throw<InvalidOperationException>(() => default(CommandId).Value);
    }

    [Fact]
    public void The_key_of_a_client_follows_from_its_tenant_and_never_changes()
    {
        ClientId.Of(TenantId.Parse("acme")).ToString().ShouldBe("fb2ef4b9-e1ec-82a4-8187-711800c79c19");
        ClientId.Of(TenantId.Parse("acme-7")).ShouldNotBe(ClientId.Of(TenantId.Parse("acme")));
    }

    [Fact]
    public void The_batch_of_a_command_follows_from_it_and_never_changes()
    {
        DerivedId.Batch("features", CommandId.Parse("c-1")).Value.ShouldBe("features-a6f7ef47ee8dc84a");
        DerivedId.Batch("bom", CommandId.Parse("01890a5d-ac96-774b-bcce-b302099a8057")).Value
            .ShouldBe("bom-87bd6ad8b1f005da");
        DerivedId.Of("explosion-begin", "c-1 begin 1", 32).ShouldBe("explosion-begin-0ffdd46fd5bdb5772fadd0424d3976d3");
    }

    [Fact]
    public void No_two_tenants_share_a_table()
    {
        TenantId.Parse("a-b").SqlName.ShouldBe("a_b");
        TenantId.TryParse("a_b", out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"b":1,"a":[1.50,{"y":null,"x":"é"}]}""", """{"a":[1.50,{"x":"é","y":null}],"b":1}""")]
    [InlineData(" { } ", "{}")]
    public void A_configuration_has_one_form(string written, string canonical) => ConfigDocument.Parse(written).Value.ShouldBe(canonical);

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":1e999}""")]
    [InlineData("""{"a":{"a\u0000":1}}""")]
    public void A_configuration_that_no_store_holds_is_refused(string? written)
    {
        ConfigDocument.TryParse(written, out _, out var refusal).ShouldBeFalse();
        refusal!.ShouldStartWith("The configuration");
    }

    [Fact]
    public void Who_sends_a_command_is_told_apart_from_nobody()
    {
        Stamp.TryCreate(CommandId.Parse("1"), " ", Given.Noon, out _, out var refusal).ShouldBeFalse();
        refusal!.ShouldContain("empty");
        Stamp.TryCreate(CommandId.Parse("1"), "an\0na", Given.Noon, out _, out refusal).ShouldBeFalse();
        refusal!.ShouldContain("U+0000");
        Stamp.Create(CommandId.Parse("1"), "😀", Given.Noon.AddTicks(7).ToOffset(TimeSpan.FromHours(2))).When.ShouldBe(Given.Noon);
    }
}
