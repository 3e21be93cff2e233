using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Bench;

/// <summary>How many appends a journal stores a second, and how long it takes to have every entity in memory again.</summary>
internal static class JournalRates
{
    private const int Entities = 100_000;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);

    /// <param name="kind">postgres or sqlite.</param>
    /// <param name="address">A connection to an empty database, or a file that does not exist.</param>
    internal static async Task<string> Time(string kind, string address)
    {
        await using var journal = await Open(kind, address);
        var rates = new List<string>();
        foreach (var writers in new[] { 1, 16, 256 })
        {
            var runs = new List<double>();
            for (var run = 0; run < 3; run++) runs.Add(await AppendsASecond(journal, writers, $"{writers}-{run}"));
            rates.Add($"\"appendsASecondOf{writers}\": {runs.Order().ElementAt(1):0}");
        }

        Console.Error.WriteLine(string.Join(", ", rates));
        await Fill(journal);
        var waited = Stopwatch.StartNew();
        await using var fresh = await Open(kind, address);
        await Parallel.ForAsync(0, Entities, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, token) =>
        {
            var entity = await Client(fresh, $"e{number}").Read(token);
            if (entity.State.Revision != 1) throw new InvalidOperationException($"e{number} came back at revision {entity.State.Revision}.");
        });
        var recovered = waited.Elapsed.TotalSeconds;
        waited.Restart();
        var report = await fresh.Verify(CancellationToken.None);
        if (report.Findings.Length > 0) throw new InvalidOperationException(string.Join(' ', report.Findings));
        rates.Add($"\"secondsToRecover{Entities}\": {recovered:0.0}");
        rates.Add($"\"secondsToVerify{report.Events}\": {waited.Elapsed.TotalSeconds:0.0}");
        return $"{{{string.Join(", ", rates)}}}";
    }

    /// <summary>Each writer changes a client of its own and waits for each answer.</summary>
    private static async Task<double> AppendsASecond(IJournal journal, int writers, string run)
    {
        var clients = Enumerable.Range(0, writers).Select(number => $"w{run}-{number}").ToArray();
        await Task.WhenAll(clients.Select(name => Accept(Client(journal, name), RegisterOf(name))));
        var time = Stopwatch.StartNew();
        var counts = await Task.WhenAll(clients.Select(async name =>
        {
            var client = Client(journal, name);
            var count = 0;
            for (; time.Elapsed < Span; count++)
                await Accept(client, new ClientCommand.Rename(TenantId.Parse(name), Stamp($"{name}:{count}"), $"name {count}"));
            return count;
        }));
        return counts.Sum() / time.Elapsed.TotalSeconds;
    }

    private static Task Fill(IJournal journal) => Parallel.ForAsync(0, Entities, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (number, _) =>
    {
        var name = $"e{number}";
        var client = Client(journal, name);
        await Accept(client, RegisterOf(name));
        await Accept(client, new ClientCommand.ConfigureFeature(
            TenantId.Parse(name), Stamp($"{name}:c"), FeatureTypeName.Parse("ema"), ConfigDocument.Parse("""{"spans":[7,28],"alpha":0.5}""")));
    });

    private static ClientCommand.Register RegisterOf(string name) =>
        new(TenantId.Parse(name), Stamp($"{name}:r"), name, TenantMode.PrefixedTables, new EnabledFeatures(true, true), Contacts.None);

    private static async Task Accept(JournaledEntity<Client, ClientCommand, ClientEvent> client, ClientCommand command)
    {
        var reply = await client.Handle(command, CancellationToken.None);
        if (reply is not Reply.Accepted) throw new InvalidOperationException($"{command}: {reply}");
    }

    private static JournaledEntity<Client, ClientCommand, ClientEvent> Client(IJournal journal, string name) =>
        new(journal, EntityId.Client(TenantId.Parse(name)));

    private static Stamp Stamp(string command) => SecretMagic.Domain.Stamp.Create(CommandId.Parse(command), "bench", TimeProvider.System.GetUtcNow());

    internal static async Task<IJournal> Open(string kind, string address) => kind == "postgres"
        ? await PostgresJournal.Open(address, TimeProvider.System, CancellationToken.None)
        : await SqliteJournal.Open(address, TimeProvider.System, CancellationToken.None);
}
