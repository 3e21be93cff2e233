using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Integration.Journal;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Integration.Online;

/// <summary>What shards of series promise on every store.</summary>
public abstract class ShardContract : JournalTest
{
    private const string Definition =
        "feature_set: test_v1\nfrequency: 1d\nfeatures:\n- {type: ma, windows: [3, 28]}\n- {type: ema, alpha: 0.2}\n- {type: lag, lags: [1, 7]}\n";

    private static readonly OnlinePlan First = OnlinePlan.Compile(Definition, "first", null);
    private static readonly OnlinePlan Second = OnlinePlan.Compile(Definition + "- {type: expanding_mean}\n", "second", null);

    [Fact]
    public async Task The_same_rows_twice_change_nothing_and_a_restart_serves_the_same()
    {
        string[] before;
        await using (var gateway = Gateway(Journal))
        {
            var shards = await Planned(gateway);
            await Add(shards, "a", 0, 40);
            var versions = await Store.Rows("SELECT entity, version FROM journal_heads ORDER BY entity", Token);
            (await Add(shards, "a", 0, 40)).News.ShouldBe(0);
            (await Store.Rows("SELECT entity, version FROM journal_heads ORDER BY entity", Token)).ShouldBe(versions);
            before = await Served(shards, "a");
        }

        await using var again = Gateway(Journal);
        (await Served(Shards(again), "a")).ShouldBe(before);
        await Sound(6);
    }

    [Fact]
    public async Task A_state_spares_events_and_one_that_is_damaged_or_of_another_plan_changes_nothing()
    {
        string[] before;
        await using (var gateway = Gateway(Journal))
        {
            var shards = await Planned(gateway);
            for (var day = 0; day < 30; day++) await Add(shards, "a", day, day + 1);
            before = await Served(shards, "a");
        }

        (await Store.Rows("SELECT s.entity FROM shard_states s JOIN journal_heads h ON h.entity = s.entity AND h.version = s.version", Token))
            .Count.ShouldBe((await Store.Rows("SELECT entity FROM journal_heads WHERE version > 1", Token)).Count);
        foreach (var damage in (string[])["UPDATE shard_states SET plan_hash = plan_hash", "UPDATE shard_states SET version = version - 1", Cut])
        {
            await Store.Rows(damage, Token);
            await using var again = Gateway(Journal);
            (await Served(Shards(again), "a")).ShouldBe(before, damage);
        }
    }

    [Fact]
    public async Task RowsStored_by_a_process_that_ended_before_it_computed_are_served()
    {
        await using var gateway = Gateway(Journal);
        var shards = await Planned(gateway);
        await Add(shards, "a", 0, 20);
        var plan = (await shards.Plan(Token))!;
        var series = "a-0";
        var id = new SeriesShardId(Given.Acme, SeriesPlace.Of(series, plan.Shards));
        var block = new RowBlock("1d", ["target"], [series], [0], [20_020], [], [[7]]);
        await new JournaledEntity<SeriesShard, SeriesShardCommand, SeriesShardEvent>(Journal, EntityId.SeriesShard(id))
            .Accept(Token, new SeriesShardCommand.TakeRows(id, Given.Stamp(), block));
        (await shards.Features(series, null, Token))!.Period.ShouldBe(20_020);
        await Add(shards, "a", 21, 22);
        await Sound(6);
    }

    [Fact]
    public async Task Two_that_write_the_same_shards_lose_nothing_and_serve_the_same()
    {
        await using var gateway = Gateway(Journal);
        var shards = await Planned(gateway);
        await using var otherJournal = await Store.Open(Token);
        await using var otherGateway = Gateway(otherJournal);
        var other = Shards(otherGateway);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(day => Add(day % 2 == 0 ? shards : other, day % 4 < 2 ? "a" : "b", day, day + 1)));
        foreach (var name in (string[])["a", "b"]) (await Served(other, name)).ShouldBe(await Served(shards, name));
        var blocks = 20 * ((string[])["a", "b"]).Sum(name => Enumerable.Range(0, 6).Select(at => SeriesPlace.Of($"{name}-{at}", 4)).Distinct().Count());
        (await Store.Rows("SELECT count(*) FROM events WHERE manifest = 'shard.rows-taken'", Token)).ShouldBe([$"{blocks}"]);
        await Sound(12);
    }

    [Fact]
    public async Task A_plan_is_built_while_the_one_before_serves_and_rows_come()
    {
        await using var gateway = Gateway(Journal);
        var shards = await Planned(gateway);
        await Add(shards, "a", 0, 400);
        var (reply, plan) = await shards.SetPlan(Given.Stamp(), Second, null, Token);
        reply.ShouldBeOfType<Reply.Accepted>();
        plan!.Version.ShouldBe(2);
        for (var day = 400; day < 420; day++)
        {
            await Add(shards, "a", day, day + 1);
            var served = (await shards.Features("a-1", null, Token))!;
            served.Period.ShouldBe(20_000 + day);
            served.Plan.Hash.ShouldBeOneOf(First.Hash, Second.Hash);
        }

        await Sound(6);
        while ((await shards.Features("a-1", null, Token))!.Plan.Hash != Second.Hash) await Task.Yield();
        (await shards.SetPlan(Given.Stamp(), Second, null, Token)).Plan!.Version.ShouldBe(2);
        (await shards.SetPlan(Given.Stamp(), First, 5, Token)).Reply.ShouldBeOfType<Reply.Rejected>().Code.ShouldBe("shards-fixed");
    }

    [Fact]
    public async Task A_process_killed_while_it_adds_rows_loses_none_that_was_acknowledged()
    {
        await using (var gateway = Gateway(Journal)) await Planned(gateway);
        var last = -1;
        using (var program = Start("a", 1_000_000))
        {
            while (last < 60 && await program.StandardOutput.ReadLineAsync(Token) is { } line)
                if (line.Split(':') is [_, var day]) last = int.Parse(day);
            program.Kill();
            await program.WaitForExitAsync(Token);
        }

        await using var after = Gateway(Journal);
        var shards = Shards(after);
        for (var at = 0; at < 10; at++) (await shards.Features($"a-{at}", null, Token))!.Period.ShouldBeGreaterThanOrEqualTo(20_000 + last);
        await Sound(10);
    }

    [Fact]
    public async Task Two_processes_that_add_rows_to_the_same_shards_lose_none()
    {
        await using (var gateway = Gateway(Journal)) await Planned(gateway);
        using var first = Start("a", 60);
        using var second = Start("b", 60);
        await Task.WhenAll(first.StandardOutput.ReadToEndAsync(Token), second.StandardOutput.ReadToEndAsync(Token));
        await Task.WhenAll(first.WaitForExitAsync(Token), second.WaitForExitAsync(Token));
        (first.ExitCode, second.ExitCode).ShouldBe((0, 0));
        (await Store.Rows("SELECT count(*) FROM events WHERE manifest = 'shard.rows-taken'", Token)).Single().ShouldNotBe("0");
        await Sound(20);
        await using var after = Gateway(Journal);
        var shards = Shards(after);
        foreach (var name in (string[])["a", "b"]) (await shards.Features($"{name}-9", null, Token))!.Period.ShouldBe(20_059);
    }

    private protected abstract string Cut { get; }

    /// <summary>The entities as one process holds them.</summary>
    private static LocalGateway Gateway(IJournal journal) =>
        new(journal, new GatewayOptions(), TimeProvider.System, NullLogger<LocalGateway>.Instance);

    private static ClientShards Shards(IGateway gateway) => new(gateway, Given.Acme);

    private static async Task<ClientShards> Planned(IGateway gateway)
    {
        var shards = Shards(gateway);
        (await shards.SetPlan(Given.Stamp(), First, 4, Token)).Reply.ShouldBeOfType<Reply.Accepted>();
        return shards;
    }

    /// <summary>Rows of six series, a day behind the other.</summary>
    private static async Task<RowsAnswer> Add(ClientShards shards, string name, int from, int end)
    {
        string[] series = [.. Enumerable.Range(0, 6).Select(at => $"{name}-{at}")];
        var rows = Enumerable.Range(from, end - from).SelectMany(day => Enumerable.Range(0, 6).Select(at => (Series: at, Day: day))).ToArray();
        var part = new RowPart(
            ["target"], series, [.. rows.Select(row => row.Series)], [.. rows.Select(row => 20_000L + row.Day)], [],
            [[.. rows.Select(row => (double)(row.Day * (row.Series + 5) % 31))]]);
        var answer = await shards.Add(Given.Stamp(), (await shards.Plan(Token))!, part, null, Token);
        answer.Refused.ShouldBeNull();
        return answer;
    }

    private static async Task<string[]> Served(ClientShards shards, string name)
    {
        var served = new List<string>();
        for (var at = 0; at < 6; at++)
        {
            var features = (await shards.Features($"{name}-{at}", null, Token))!;
            served.Add($"{features.Series} {features.Time} {string.Join(' ', features.Values.Select(BitConverter.DoubleToInt64Bits))}");
        }

        return [.. served];
    }

    /// <summary>Every series serves the bits of a batch, also for somebody who loads everything anew.</summary>
    private async Task Sound(int series)
    {
        var (compared, findings) = await new OnlineCheck(Journal, Given.Acme).Run(Token);
        findings.ShouldBeEmpty();
        compared.ShouldBe(series);
    }

    private Process Start(string name, int days) => OtherProcess.Appender(["rows", .. Store.Address, "acme", name, $"{days}"]);
}

public sealed class SqliteShardTests : ShardContract
{
    private protected override string Cut => "UPDATE shard_states SET bytes = substr(bytes, 1, 100)";

    private protected override Task<Store> NewStore() => Task.FromResult<Store>(new SqliteStore());
}

public sealed class PostgresShardTests(PostgresServer server) : ShardContract
{
    private protected override string Cut => "UPDATE shard_states SET bytes = substring(bytes from 1 for 100)";

    private protected override async Task<Store> NewStore() => new PostgresStore(await server.NewDatabase(Token));
}
