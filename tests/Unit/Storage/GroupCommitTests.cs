using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Unit.Storage;

/// <summary>Who shares a transaction with whom.</summary>
public sealed class GroupCommitTests
{
    private const int Many = 64;

    private readonly List<string[]> _groups = [];
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_many_commands_led_to_takes_turns_and_a_single_one_goes_along_at_once()
    {
        var commit = new GroupCommit(Note, _ => false);
        var stored = new List<Task<AppendOutcome>> { commit.Append(Renames("first", 1), Token) };
        await _began.Task;
        // All others come while the first transaction is synced.
        for (var large = 0; large < 20; large++) stored.Add(commit.Append(Renames(string.Create(CultureInfo.InvariantCulture, $"large-{large}"), Many), Token));
        stored.Add(commit.Append(Renames("small", 1), Token));
        _synced.SetResult();
        (await Task.WhenAll(stored)).ShouldAllBe(outcome => outcome.IsStored);
        await commit.DisposeAsync();
        _groups[0].ShouldBe(["first"]);
        _groups[1][^1].ShouldBe("small");
        // None is longer than a few of them, none is empty, and those that came first are stored first.
        _groups[1..].ShouldAllBe(group => group.Count(name => name != "small") >= 1 && group.Count(name => name != "small") * Many <= 256);
        _groups.SelectMany(group => group).Where(name => name.StartsWith("large", StringComparison.Ordinal))
            .ShouldBe(Enumerable.Range(0, 20).Select(large => string.Create(CultureInfo.InvariantCulture, $"large-{large}")));
    }

    [Fact]
    public async Task One_that_is_larger_than_a_transaction_should_be_is_stored_alone()
    {
        var commit = new GroupCommit(Note, _ => false);
        _synced.SetResult();
        (await commit.Append(Renames("huge", 1_000), Token)).IsStored.ShouldBeTrue();
        await commit.DisposeAsync();
        _groups.ShouldHaveSingleItem().ShouldBe(["huge"]);
    }

    private async Task<AppendOutcome[]> Note(IReadOnlyList<PreparedAppend> group)
    {
        _groups.Add([.. group.Select(append => append.Events.Entity.Value["client:".Length..])]);
        _began.TrySetResult();
        await _synced.Task;
        return [.. group.Select(append => new AppendOutcome(true, append.Written.Length))];
    }

    private static PreparedAppend Renames(string client, int count) => new(
        new NewEvents(
            EntityId.Client(TenantId.Parse(client)), 1,
            [.. Enumerable.Range(0, count).Select(number => (NewStamp(number), (Event)new ClientEvent.Renamed("now", "then")))],
            null),
        Token);

    private static Stamp NewStamp(int number) => Stamp.Create(
        CommandId.Parse(string.Create(CultureInfo.InvariantCulture, $"c-{number}")), "anna", new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
}
