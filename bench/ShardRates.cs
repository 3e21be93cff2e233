using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Bench;

/// <summary>Rows that come one by one: what a row costs in memory, how many are stored a second, and how long a shard takes to load.</summary>
internal static class ShardRates
{
    private const int Repetitions = 3;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(3);
    private static readonly TenantId Client = TenantId.Parse("bench");
    private static int s_commands;

    private static readonly OnlinePlan Plan = OnlinePlan.Compile(
        """
        feature_set: bench_v1
        frequency: 1d
        features:
        - {type: lag, lags: [1, 7, 14, 28]}
        - {type: ma, windows: [7, 14, 28, 90]}
        - {type: std, windows: [7, 14, 28, 90]}
        - {type: min, windows: [7, 28]}
        - {type: max, windows: [7, 28]}
        - {type: sum, windows: [28]}
        - {type: ema, alpha: 0.1}
        - {type: ema, alpha: 0.5, name: ema_fast}
        - {type: days_since_sale}
        """,
        "bench", null);

    /// <param name="kind">postgres or sqlite.</param>
    /// <param name="address">A connection to an empty database, or a file that does not exist.</param>
    internal static async Task<string> Time(string kind, string address)
    {
        var answers = new List<string> { $"\"features\": {Plan.Features.Features.Length}" };
        Say("memorySingleRowMicros", () => InMemory(1));
        Say("memoryRowOf1000Micros", () => InMemory(1_000));
        await using IJournal journal = kind == "postgres"
            ? await PostgresJournal.Open(address, TimeProvider.System, CancellationToken.None)
            : await SqliteJournal.Open(address, TimeProvider.System, CancellationToken.None);
        await using (var gateway = Gateway(journal))
        {
            var shards = new ClientShards(gateway, Client);
            var (_, plan) = await shards.SetPlan(Stamp(), Plan, 16, CancellationToken.None);
            answers.Add(await Median("storedRowsASecondOf1000", run => Stored(shards, plan!, 4, 1_000, run)));
            answers.Add(await Median("storedRowsASecondOf64Callers", run => Stored(shards, plan!, 64, 1, 100 + run)));
        }

        await Load(journal, answers);
        return $"{{{string.Join(", ", answers)}}}";

        void Say(string name, Func<double> time)
        {
            var median = Enumerable.Range(0, Repetitions).Select(_ => time()).Order().ElementAt(1);
            answers.Add(string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {median:0.000}"));
        }
    }

    /// <summary>Microseconds a row of 1,000 series in turn, in blocks of so many rows.</summary>
    private static double InMemory(int rows)
    {
        const int Days = 200;
        var plan = ShardPlanOf(1);
        using var shard = new OnlineShard(_ => Plan);
        var id = EntityId.SeriesShard(new SeriesShardId(Client, 0));
        shard.Apply(new Recorded(id, 1, Stamp(), new SeriesShardEvent.PlanSet(plan, null)));
        var events = Enumerable.Range(0, Days * 1_000 / rows)
            .Select(at => new Recorded(id, at + 2, Stamp(), new SeriesShardEvent.RowsTaken(BlockOf(at * rows, rows)))).ToArray();
        var started = Stopwatch.GetTimestamp();
        foreach (var happened in events) shard.Apply(happened);
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / (Days * 1_000);
    }

    private static async Task<string> Median(string name, Func<int, Task<double>> rate)
    {
        var runs = new List<double>();
        for (var run = 0; run < Repetitions; run++) runs.Add(await rate(run));
        return string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {runs.Order().ElementAt(1):0}");
    }

    /// <summary>Rows a second that are stored and served, by callers that wait for each answer.</summary>
    private static async Task<double> Stored(ClientShards shards, ShardPlan plan, int callers, int rows, int run)
    {
        var time = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            var count = 0;
            for (; time.Elapsed < Span; count += rows)
            {
                string[] series = [.. Enumerable.Range(0, rows).Select(at => $"r{run}-{caller}-{at}")];
                var part = new RowPart(
                    ["target"], series, [.. Enumerable.Range(0, rows)], [.. Enumerable.Repeat(20_000L + count / rows, rows)], [],
                    [[.. Enumerable.Range(0, rows).Select(at => Sales.Units(at, count / rows, 60))]]);
                var answer = await shards.Add(Stamp(), plan, part, null, CancellationToken.None);
                if (answer.News != rows) throw new InvalidOperationException($"Of {rows} rows {answer.News} were stored.");
            }

            return count;
        }));
        return counts.Sum() / time.Elapsed.TotalSeconds;
    }

    /// <summary>A shard of 1,000 series and 1,000 days: saved, loaded from its state, and from its events.</summary>
    private static async Task Load(IJournal journal, List<string> answers)
    {
        var other = TenantId.Parse("large");
        var id = new SeriesShardId(other, 0);
        await using (var gateway = Gateway(journal)) await new ClientShards(gateway, other).SetPlan(Stamp(), Plan, 1, CancellationToken.None);
        await using (var shard = new LoadedShard(journal, id, new CompiledPlans()))
        {
            for (var day = 0; day < 1_000; day += 50)
                await shard.Handle([new SeriesShardCommand.TakeRows(id, Stamp(), BlockOf(day * 1_000, 50_000))], CancellationToken.None);
            var saving = Stopwatch.GetTimestamp();
            await shard.Save(CancellationToken.None);
            answers.Add(Milliseconds("saveMs", saving));
        }

        var blob = (await journal.ShardState(EntityId.SeriesShard(id), CancellationToken.None))!;
        answers.Add($"\"stateMB\": {blob.Bytes.Length / 1_000_000}");
        var loading = Stopwatch.GetTimestamp();
        await using (var gateway = Gateway(journal)) await Served(new ClientShards(gateway, other));
        answers.Add(Milliseconds("loadFromStateMs", loading));
        await journal.SaveShardState(EntityId.SeriesShard(id), blob with { Bytes = new byte[1] }, CancellationToken.None);
        loading = Stopwatch.GetTimestamp();
        await using (var gateway = Gateway(journal))
        {
            await Served(new ClientShards(gateway, other));
            answers.Add(Milliseconds("loadFromEventsMs", loading));
        }
    }

    private static LocalGateway Gateway(IJournal journal) =>
        new(journal, new GatewayOptions(), TimeProvider.System, NullLogger<LocalGateway>.Instance);

    private static async Task Served(ClientShards shards)
    {
        if ((await shards.Features("m7", null, CancellationToken.None))?.Period != 20_999) throw new InvalidOperationException("The shard did not come back.");
    }

    private static string Milliseconds(string name, long started) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0}");

    private static ShardPlan ShardPlanOf(int shards) => new(1, Plan.Hash, Plan.Definition, null, "1d", Plan.Columns, [], shards);

    /// <summary>Rows of 1,000 series in turn, a day behind the other.</summary>
    private static RowBlock BlockOf(int first, int rows)
    {
        string[] series = [.. Enumerable.Range(first, Math.Min(rows, 1_000)).Select(row => $"m{row % 1_000}")];
        return new RowBlock(
            "1d", ["target"], [.. series], [.. Enumerable.Range(0, rows).Select(row => row % series.Length)],
            [.. Enumerable.Range(first, rows).Select(row => 20_000L + row / 1_000)], [],
            [[.. Enumerable.Range(first, rows).Select(row => Sales.Units(row % 1_000, row / 1_000, 60))]]);
    }

    private static Stamp Stamp() =>
        Domain.Stamp.Create(CommandId.Parse($"b{Interlocked.Increment(ref s_commands)}"), "bench", TimeProvider.System.GetUtcNow());
}
