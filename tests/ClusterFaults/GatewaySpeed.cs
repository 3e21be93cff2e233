using System.Diagnostics;
using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Runtime;

namespace SecretMagic.ClusterFaults;

/// <summary>What a gateway does a second, in one process and over a cluster, on one PostgreSQL: figures, and nothing that fails when they are low.</summary>
public sealed class GatewaySpeed(PostgresServer server)
{
    private const int Callers = 64;

    /// <summary>Hundredths of a processor: so little that the node that asks and PostgreSQL have enough beside three workers.</summary>
    private const int Share = 25;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Scale.Longest)]
    public async Task A_gateway_of_one_process_beside_clusters_of_two_and_three_workers()
    {
        Assert.SkipUnless(Scale.Now.IsTimed, "because figures need a machine that does nothing else");
        await using var site = await ClusterSite.Open(server, 2, Token);
        await Tell("one process", site.Api.Alone);
        await Tell("api and 2 workers", site.Api);
        var third = await site.StartWorker();
        while ((await site.ClientsOn(third)).Count < Scale.Clients / 4) await Task.Delay(TimeSpan.FromMilliseconds(200), Token);
        await Tell("api and 3 workers", site.Api);
    }

    [Fact(Timeout = Scale.Longest)]
    public async Task Each_worker_adds_what_its_processor_can_do()
    {
        Assert.SkipUnless(Scale.Now.IsTimed, "because figures need a machine that does nothing else");
        Assert.SkipUnless(Shares.CanBeMade, "because only an administrator can give a process a part of a processor");
        using var shares = new Shares();
        await using var site = await ClusterSite.Open(server, 1, Token);
        var rates = new List<double>();
        for (var workers = 1; workers <= 3; workers++)
        {
            if (workers > 1) await site.StartWorker();
            while ((await site.ClientsOn(site.Workers[^1])).Count < Scale.Clients / workers * 4 / 5) await Task.Delay(TimeSpan.FromMilliseconds(200), Token);
            // What is compiled and opened for the first time is not counted, and done with a whole processor; with a part of one, queues grow first.
            await Measure(Renames(site.Api));
            shares.Limit(site.Workers[^1].Process.Id, Share);
            await Measure(Renames(site.Api));
            var measured = await Measure(Renames(site.Api));
            rates.Add(measured.Rate);
            Figures.Tell($"{workers} workers with {Share} % of a processor each: commands {measured}");
        }

        rates[1].ShouldBeGreaterThan(1.5 * rates[0]);
        rates[2].ShouldBeGreaterThan(1.25 * rates[1]);
    }

    private static async Task Tell(string what, IGateway gateway)
    {
        Func<int, Task> query = number => gateway.Ask(new StateOf<Client>(EntityId.Client(Client(number))), Token);
        Func<int, Task> oldQuery = number => gateway.Ask(
            new StateOf<Client>(EntityId.Client(Client(number))) { MayBeOld = TimeSpan.FromMinutes(1) }, Token);
        foreach (var (name, ask) in new[] { ("commands", Renames(gateway)), ("queries", query), ("queries that may be old", oldQuery) })
        {
            // What is compiled and opened for the first time is not counted.
            await Measure(ask);
            Figures.Tell($"{what}: {name} {await Measure(ask)}");
        }
    }

    private static Func<int, Task> Renames(IGateway gateway) => number => gateway.Send(
        new ClientCommand.Rename(
            Client(number), Stamp.Create(CommandId.Parse($"{Guid.CreateVersion7()}"), "speed", TimeProvider.System.GetUtcNow()),
            number.ToString(CultureInfo.InvariantCulture)),
        Token);

    /// <summary>Each of the callers asks when it has its answer.</summary>
    private static async Task<Speed> Measure(Func<int, Task> ask)
    {
        var waits = new List<double>();
        var (time, next) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(Call, Token)));
        waits.Sort();
        return new Speed(waits.Count / time.Elapsed.TotalSeconds, waits[waits.Count / 2], waits[waits.Count * 99 / 100]);

        async Task Call()
        {
            var own = new List<double>();
            while (time.Elapsed < Time)
            {
                var began = Stopwatch.GetTimestamp();
                await ask(Interlocked.Increment(ref next));
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            lock (waits) waits.AddRange(own);
        }
    }

    private static TenantId Client(int number) => Load.Client(number * 7 % Scale.Clients);

    /// <summary>What was measured: calls a second, and what they waited, in milliseconds: half of them, and 99 %, waited no longer.</summary>
    private readonly record struct Speed(double Rate, double Median, double Tail)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rate:0}/s, p50 {Median:0.0}, p99 {Tail:0.0} ms");
    }
}
