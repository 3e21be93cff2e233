using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Integration.Journal;

/// <summary>Real processes on one journal: in each other's way, and killed in the middle.</summary>
public sealed class JournalFaultTests(PostgresServer server)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Two_processes_that_append_to_one_entity_10_000_times_lose_and_double_nothing(string kind)
    {
        using var store = await NewStore(kind);
        await (await store.Open(Token)).DisposeAsync();
        using var first = Start(store, "first", 1, 5_000);
        using var second = Start(store, "second", 1, 5_000);
        var acknowledged = (await Task.WhenAll(Lines(first), Lines(second))).SelectMany(lines => lines).ToArray();
        acknowledged.Length.ShouldBe(10_000);
        await Sound(store, acknowledged);
        (await store.Rows("SELECT version FROM journal_heads WHERE entity = 'client:t0'", Token)).ShouldBe(["10001"]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_process_killed_in_the_middle_of_appends_loses_nothing_that_was_acknowledged(string kind)
    {
        using var store = await NewStore(kind);
        var acknowledged = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            using var program = Start(store, $"round{round}", 40, 1_000_000);
            acknowledged.AddRange(await Lines(program, killAfter: 1_500));
            program.ExitCode.ShouldBe(137, "it was killed, it did not end by itself");
            await Sound(store, acknowledged);
        }
    }

    [Fact]
    public async Task A_process_that_stands_still_in_the_middle_of_a_commit_holds_up_others_for_seconds_only()
    {
        using var store = await NewStore("postgres");
        await using var journal = await store.Open(Token);
        using var program = Start(store, "still", 1, 1_000_000);
        _ = program.StandardOutput.ReadToEndAsync(Token);
        // It is stopped until it is between two statements of a transaction then.
        while (true)
        {
            program.HasExited.ShouldBeFalse();
            program.Signal("STOP");
            if (await IsInTheMiddle()) break;
            program.Signal("CONT");
        }

        var waited = Stopwatch.StartNew();
        await Given.Client(journal, TenantId.Parse("t0")).Handle(
            new ClientCommand.Rename(TenantId.Parse("t0"), Given.Stamp(), "another"), Token);
        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        program.Kill();

        async Task<bool> IsInTheMiddle() => (await store.Rows(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'", Token)).Count > 0;
    }

    /// <summary>Every acknowledged command is stored once, versions have no gap, and the tables are what the events say.</summary>
    private static async Task Sound(Store store, IReadOnlyCollection<string> acknowledged)
    {
        var stored = (await store.Rows("SELECT command_id FROM events WHERE command_id LIKE '%:%'", Token)).ToHashSet();
        acknowledged.Where(command => !stored.Contains(command)).ShouldBeEmpty("acknowledged, but not stored");
        // A command leaves one event here, as no configuration is confirmed.
        (await store.Rows("SELECT command_id FROM events WHERE command_id LIKE '%:%' GROUP BY command_id HAVING count(*) > 1", Token)).ShouldBeEmpty();
        await using var journal = await store.Open(Token);
        (await journal.Verify(Token)).Findings.ShouldBeEmpty();
    }

    /// <summary>The commands that the program said were accepted; the program is killed when it has said so many.</summary>
    private static async Task<List<string>> Lines(Process program, int killAfter = int.MaxValue)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Deadline);
        var errors = program.StandardError.ReadToEndAsync(deadline.Token);
        var lines = new List<string>();
        while (await program.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            // A line without its end may be cut off.
            if (line.Contains(':')) lines.Add(line);
            if (lines.Count == killAfter) program.Kill();
        }

        await program.WaitForExitAsync(deadline.Token);
        if (killAfter == int.MaxValue) program.ExitCode.ShouldBe(0, await errors);
        else lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    private static Process Start(Store store, string name, int entities, int commands) =>
        OtherProcess.Appender([.. store.Address, name, $"{entities}", $"{commands}"]);

    private async Task<Store> NewStore(string kind) => kind == "sqlite" ? new SqliteStore() : new PostgresStore(await server.NewDatabase(Token));
}
