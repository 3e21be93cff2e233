using SecretMagic.Integration.Cli;

namespace SecretMagic.Integration.Api;

public sealed class KeysCommandTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_key_is_issued_listed_without_its_secret_rotated_and_revoked()
    {
        var issued = await _run.Asked("keys add till --role operator --client acme --expires 90d --json");
        var (id, secret) = (issued.GetProperty("id").GetString()!, issued.GetProperty("key").GetString()!);
        secret.ShouldStartWith($"sm_{id}_");
        await _run.Done($"keys rotate {id} --overlap 1h");
        await _run.Done($"keys revoke {id}");
        var keys = await _run.Asked("keys list --json");
        keys.GetArrayLength().ShouldBe(2);
        keys.ToString().ShouldNotContain(secret[^43..]);
        keys.ToString().ShouldNotContain("hash");
        keys.EnumerateArray().Count(key => key.GetProperty("revoked_at").ValueKind != System.Text.Json.JsonValueKind.Null).ShouldBe(1);
        (await _run.Run("keys", "rotate", id)).ShouldBe(3);
        await _run.Done("journal verify");
    }
}
