using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Integration.Cli;
using SecretMagic.Runtime;

namespace SecretMagic.Integration.Api;

public sealed class KeyDeskTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_secret_is_shown_also_when_its_command_was_sent_twice_on_its_way_and_to_nobody_else()
    {
        var settings = Settings.Read(new Surroundings(_run.Folder, _run.Environment), null, _run.PathOf("m.db"));
        await using var store = await MetadataStore.OpenWhenReachable(
            settings, TimeProvider.System, _ => { }, Token, (local, _) => Task.FromResult<IGateway>(new Stutter(local)));
        (await KeyDesk.IssueFirst(store, Token)).ShouldNotBeNull();
        (await KeyDesk.IssueFirst(store, Token)).ShouldBeNull();
        var stamp = Stamp.Create(CommandId.Parse("till"), "anna", TimeProvider.System.GetUtcNow());
        (await KeyDesk.Issue(store, stamp, "till", KeyRole.Reader, KeyScope.All, null, Token)).Secret.ShouldNotBeNull();
        var again = await KeyDesk.Issue(store, stamp, "till", KeyRole.Reader, KeyScope.All, null, Token);
        again.Reply.ShouldBeOfType<Reply.Duplicate>();
        again.Secret.ShouldBeNull("another secret was made for it, which nobody stored");
    }

    /// <summary>Sends every command twice, as one whose answer was lost.</summary>
    private sealed class Stutter(LocalGateway local) : IGateway
    {
        public async Task<Reply> Send(Command command, CancellationToken token)
        {
            await local.Send(command, token);
            return await local.Send(command, token);
        }

        public Task<TAnswer> Ask<TAnswer>(Query<TAnswer> query, CancellationToken token) => local.Ask(query, token);
    }
}
