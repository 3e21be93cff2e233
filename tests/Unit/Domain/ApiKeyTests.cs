using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Runtime;

namespace SecretMagic.Unit.Domain;

public sealed class ApiKeyTests
{
    private static readonly ApiKeyId Key = ApiKeyId.Parse("k1");
    private static readonly KeyScope Acme = KeyScope.Of([TenantId.Parse("acme")]);

    [Fact]
    public void A_key_that_is_revoked_stays_so()
    {
        var key = new Entity<ApiKey, ApiKeyCommand, ApiKeyEvent>().After(Issue());
        key.State.IsRevoked.ShouldBeFalse();
        key = key.After(new ApiKeyCommand.Revoke(Key, Given.Stamp()));
        key.State.IsRevoked.ShouldBeTrue();
        key.RejectionOf(new ApiKeyCommand.Expire(Key, Given.Stamp(), Given.Stamp().When.AddDays(1))).ShouldBe("key-revoked");
        key.RejectionOf(Issue()).ShouldBe("key-exists");
    }

    [Fact]
    public void An_end_is_only_moved_forward()
    {
        var now = Given.Stamp().When;
        var key = new Entity<ApiKey, ApiKeyCommand, ApiKeyEvent>().After(Issue()).After(new ApiKeyCommand.Expire(Key, Given.Stamp(), now.AddDays(2)));
        key.State.ExpiresAt.ShouldBe(now.AddDays(2));
        key.After(new ApiKeyCommand.Expire(Key, Given.Stamp(), now.AddDays(3))).State.ExpiresAt.ShouldBe(now.AddDays(2));
        key.After(new ApiKeyCommand.Expire(Key, Given.Stamp(), now.AddDays(1))).State.ExpiresAt.ShouldBe(now.AddDays(1));
    }

    [Fact]
    public void A_key_for_nobody_or_of_no_hash_is_none()
    {
        var nothing = new Entity<ApiKey, ApiKeyCommand, ApiKeyEvent>();
        nothing.RejectionOf(Issue() with { Scope = KeyScope.Of([]) }).ShouldBe("key-scope");
        nothing.RejectionOf(Issue() with { SecretHash = "secret" }).ShouldBe("key-secret");
        nothing.RejectionOf(Issue() with { Role = (KeyRole)9 }).ShouldBe("key-role");
        nothing.RejectionOf(Issue() with { Name = " " }).ShouldBe("name");
        nothing.RejectionOf(Issue() with { ExpiresAt = DateTimeOffset.UnixEpoch }).ShouldBe("key-expiry");
        nothing.RejectionOf(new ApiKeyCommand.Revoke(Key, Given.Stamp())).ShouldBe("key-unknown");
    }

    [Fact]
    public void What_is_sent_names_the_key_and_has_the_hash_that_is_stored()
    {
        var (sent, hash) = KeySecret.Create(Key);
        KeySecret.TryRead(sent, out var key, out var again).ShouldBeTrue();
        (key, again).ShouldBe((Key, hash));
        KeySecret.Create(Key).Hash.ShouldNotBe(hash);
        foreach (var wrong in (string?[])[null, "", "sm_", "sm_k1", "sm_k1_", sent[..^1], sent + "a", "xx" + sent[2..]])
            KeySecret.TryRead(wrong, out _, out _).ShouldBeFalse(wrong);
    }

    private static ApiKeyCommand.Issue Issue() => new(Key, Given.Stamp(), "till", KeyRole.Reader, Acme, new string('a', 64), null);
}
