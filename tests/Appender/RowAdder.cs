using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Appender;

/// <summary>Adds a row a day to each of ten series, says each day that was stored, and goes on until it is done or killed.</summary>
internal static class RowAdder
{
    public static async Task<int> Run(string[] args)
    {
        await using IJournal journal = args[0] == "postgres"
            ? await PostgresJournal.Open(args[1], TimeProvider.System, CancellationToken.None)
            : await SqliteJournal.Open(args[1], TimeProvider.System, CancellationToken.None);
        var (tenant, name) = (TenantId.Parse(args[2]), args[3]);
        await using var gateway = new LocalGateway(journal, new GatewayOptions(), TimeProvider.System, NullLogger<LocalGateway>.Instance);
        var shards = new ClientShards(gateway, tenant);
        var plan = await shards.Plan(CancellationToken.None) ?? throw new InvalidOperationException("A plan is set before rows are added.");
        Console.WriteLine("ready");
        for (var day = 0; day < int.Parse(args[4], CultureInfo.InvariantCulture); day++)
        {
            string[] series = [.. Enumerable.Range(0, 10).Select(at => $"{name}-{at}")];
            var part = new RowPart(
                ["target"], series, [.. Enumerable.Range(0, 10)], [.. Enumerable.Repeat(20_000L + day, 10)], [],
                [[.. Enumerable.Range(0, 10).Select(at => (double)(day * (at + 3) % 29))]]);
            var stamp = Domain.Stamp.Create(CommandId.Parse($"{name}-{day}"), name, TimeProvider.System.GetUtcNow());
            if ((await shards.Add(stamp, plan, part, null, CancellationToken.None)).News != 10) throw new InvalidOperationException($"Day {day} was not stored.");
            Console.WriteLine($"{name}:{day}");
        }

        return 0;
    }
}
