using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Bench;

/// <summary>How many commands a second the gateway of one process answers, and how long an answer takes at half that rate, at most 100,000 a second.</summary>
internal static class GatewayRates
{
    private const int InFlight = 2_000;
    private const double LargestRate = 100_000;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(3);

    /// <param name="kind">memory, postgres or sqlite.</param>
    /// <param name="address">A connection to an empty database, or a file that does not exist; none for memory.</param>
    internal static async Task<string> Time(string kind, string? address)
    {
        var results = new List<string>();
        foreach (var entities in kind == "memory" ? new[] { 1, 1_000, 100_000 } : [1, 1_000])
        {
            await using var journal = kind == "memory" ? null : await JournalRates.Open(kind, address!);
            var options = new GatewayOptions { MailboxSize = 1_000_000, IsShared = kind == "postgres" };
            await using var gateway = new LocalGateway(
                (IEventStore?)journal ?? new ForgetfulEvents(), options, TimeProvider.System, NullLogger<LocalGateway>.Instance);
            var clients = Enumerable.Range(0, entities).Select(number => TenantId.Parse($"{(char)('a' + results.Count)}{number}")).ToArray();
            await Parallel.ForEachAsync(
                clients, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (client, token) => Accept(await gateway.Send(Register(client), token)));
            var rates = new List<double>();
            var before = Environment.CpuUsage.TotalTime;
            for (var run = 0; run < 3; run++) rates.Add(await Most(gateway, clients));
            var cpu = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / (rates.Sum() * Span.TotalSeconds);
            var most = rates.Order().ElementAt(1);
            var rate = Math.Min(most / 2, LargestRate);
            await AtRate(gateway, clients, rate); // The collector settles from one rate to the other.
            var waits = await AtRate(gateway, clients, rate);
            results.Add(string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                "entities{{entities}}": {"commandsASecond": {{most:0}}, "cpuMicroseconds": {{cpu:0.00}},
                 "rate": {{rate:0}}, "p50ms": {{At(waits, 0.5):0.000}}, "p99ms": {{At(waits, 0.99):0.000}}}
                """));
            Console.Error.WriteLine(results[^1]);
        }

        return $"{{{string.Join(", ", results)}}}";
    }

    /// <summary>As many as are answered when so many are always on their way.</summary>
    private static async Task<double> Most(LocalGateway gateway, TenantId[] clients)
    {
        var time = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, InFlight).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            for (var at = caller; time.Elapsed < Span; count++, at += InFlight)
                Accept(await gateway.Send(Rename(clients[at % clients.Length]), CancellationToken.None));
            return count;
        })));
        return counts.Sum() / time.Elapsed.TotalSeconds;
    }

    /// <summary>Milliseconds from the moment a command was due to its answer; it is sent on time whether or not earlier ones were answered.</summary>
    private static async Task<List<double>> AtRate(LocalGateway gateway, TenantId[] clients, double rate)
    {
        var total = (int)(rate * Span.TotalSeconds);
        var waits = new double[total];
        var (answered, all) = (0, new TaskCompletionSource());
        var time = Stopwatch.StartNew();
        await Task.Factory.StartNew(
            () =>
            {
                for (var sent = 0; sent < total;)
                {
                    // Nothing is kept of a command: what the program that sends keeps would be collected in the time of the gateway.
                    for (var due = Math.Min(total, (int)(rate * time.Elapsed.TotalSeconds)); sent < due; sent++) _ = Answered(sent, sent / rate * 1_000);
                    Thread.Yield();
                }
            },
            TaskCreationOptions.LongRunning);
        await all.Task;
        return [.. waits.Order()];

        async Task Answered(int at, double due)
        {
            var reply = await gateway.Send(Rename(clients[at % clients.Length]), CancellationToken.None);
            waits[at] = time.Elapsed.TotalMilliseconds - due;
            if (reply is not Reply.Accepted) all.TrySetException(new InvalidOperationException($"{reply}"));
            if (Interlocked.Increment(ref answered) == total) all.TrySetResult();
        }
    }

    private static long s_commands;

    private static ClientCommand.Register Register(TenantId client) =>
        new(client, Stamp(-1), client.Value, TenantMode.PrefixedTables, new EnabledFeatures(true, true), Contacts.None);

    private static ClientCommand.Rename Rename(TenantId client)
    {
        var number = Interlocked.Increment(ref s_commands);
        return new ClientCommand.Rename(client, Stamp(number), number % 2 == 0 ? "even" : "odd");
    }

    private static Stamp Stamp(long number) =>
        Domain.Stamp.Create(CommandId.Parse(number.ToString(CultureInfo.InvariantCulture)), "bench", DateTimeOffset.UnixEpoch);

    private static void Accept(Reply reply)
    {
        if (reply is not Reply.Accepted) throw new InvalidOperationException($"{reply}");
    }

    private static double At(List<double> waits, double part) => waits[(int)(part * (waits.Count - 1))];
}
