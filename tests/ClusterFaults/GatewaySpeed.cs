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

    private static async Task Tell(string what, IGateway gateway)
    {
        Func<int, Task> command = number => gateway.Send(
            new ClientCommand.Rename(
                Client(number), Stamp.Create(CommandId.Parse($"{Guid.CreateVersion7()}"), "speed", TimeProvider.System.GetUtcNow()),
                number.ToString(CultureInfo.InvariantCulture)),
            Token);
        Func<int, Task> query = number => gateway.Ask(new StateOf<Client>(EntityId.Client(Client(number))), Token);
        Func<int, Task> oldQuery = number => gateway.Ask(
            new StateOf<Client>(EntityId.Client(Client(number))) { MayBeOld = TimeSpan.FromMinutes(1) }, Token);
        foreach (var (name, ask) in new[] { ("commands", command), ("queries", query), ("queries that may be old", oldQuery) })
        {
            // What is compiled and opened for the first time is not counted.
            await Measure(ask);
            Figures.Tell($"{what}: {name} {await Measure(ask)}");
        }
    }

    /// <summary>Each of the callers asks when it has its answer.</summary>
    private static async Task<string> Measure(Func<int, Task> ask)
    {
        var waits = new List<double>();
        var (time, next) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(Call, Token)));
        waits.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{waits.Count / time.Elapsed.TotalSeconds:0}/s, p50 {waits[waits.Count / 2]:0.0}, p99 {waits[waits.Count * 99 / 100]:0.0} ms");

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
}
