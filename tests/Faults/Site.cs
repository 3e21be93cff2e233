using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Runtime;

namespace SecretMagic.Faults;

/// <summary>
/// A platform of real processes on a PostgreSQL of its own: clients, workers, programs that send commands, and batches whose results are known.
/// </summary>
internal sealed class Site : IAsyncDisposable
{
    internal const int Clients = 10;
    internal const int LeaseSeconds = 3;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(8);
    private readonly string _folder = Directory.CreateTempSubdirectory("secretmagic-faults-").FullName;
    private readonly List<Program> _programs = [];
    private readonly CancellationToken _token;
    private int _drivers;

    private Site(PostgresServer server, string connection, string? lake, CancellationToken token)
    {
        (Server, Connection, _token) = (server, connection, token);
        Lake = lake ?? Path.Combine(_folder, "lake");
        Inputs = Enumerable.Range(0, 4).Select(number => Input(number)).ToImmutableArray();
        (Recipes, Demand) = (Table("bom.csv", RecipeLines()), Table("demand.csv", DemandRows()));
    }

    internal PostgresServer Server { get; }

    internal string Connection { get; }

    internal string Lake { get; }

    internal string Folder => _folder;

    internal ImmutableArray<string> Inputs { get; }

    /// <summary>Recipes of four levels, and a demand for a year.</summary>
    internal string Recipes { get; }

    internal string Demand { get; }

    internal IReadOnlyList<Program> Workers => _programs;

    /// <summary>Commands that were acknowledged, as the drivers said.</summary>
    internal List<Acknowledged> Acknowledgements { get; } = [];

    internal static async Task<Site> Open(PostgresServer server, CancellationToken token, string? lake = null)
    {
        var site = new Site(server, await server.NewDatabase(token), lake, token);
        await using var store = await site.Store();
        for (var number = 0; number < Clients; number++)
        {
            var client = TenantId.Parse($"t{number}");
            ClientCommand[] commands =
            [
                new ClientCommand.Register(client, Stamp(), client.Value, TenantMode.PrefixedTables, new EnabledFeatures(true, true), Contacts.None),
                new ClientCommand.ConfigureFeature(client, Stamp(), FeatureTypeName.Parse("ma"), ConfigDocument.Parse("""{"windows":[7,28]}""")),
                new ClientCommand.ConfirmConfig(client, Stamp(), 1),
            ];
            foreach (var command in commands)
                (await store.Tell<Client>(command, token)).Reply.ShouldBeOfType<Reply.Accepted>();
        }

        return site;
    }

    internal Task<MetadataStore> Store() => MetadataStore.Open(
        Settings.Read(new Surroundings(_folder, new Dictionary<string, string> { ["SECRETMAGIC_LAKE_ROOT"] = Lake }), null, Connection), TimeProvider.System, _token);

    /// <summary>Queues batches, each with a feature set of its own name over one of the inputs, and among them an explosion for each client.</summary>
    internal async Task Queue(int count)
    {
        await using var store = await Store();
        for (var number = 0; number < count; number++)
        {
            await Queue(store, BatchOf(number), number % Clients, new WorkOrder(WorkKind.Features, ImmutableSortedDictionary<string, string>.Empty
                .Add("input", Inputs[number % Inputs.Length]).Add("features", Definition(number))));
            if (number < ExplosionsAmong(count))
            {
                await Queue(store, ExplosionOf(number), number, new WorkOrder(WorkKind.Bom, ImmutableSortedDictionary<string, string>.Empty
                    .Add("bom", Recipes).Add("demand", Demand)));
            }
        }
    }

    internal static BatchId BatchOf(int number) => BatchId.Parse(string.Create(CultureInfo.InvariantCulture, $"b-{number}"));

    /// <summary>How many explosions are queued beside so many batches: one a client, if there is a batch of the client.</summary>
    internal static int ExplosionsAmong(int batches) => Math.Min(batches, Clients);

    internal static BatchId ExplosionOf(int client) => BatchId.Parse(string.Create(CultureInfo.InvariantCulture, $"x-{client}"));

    internal Program StartWorker() => Start(
        Path.Combine(AppContext.BaseDirectory, "secretmagic"),
        ["worker", "--store", Connection, "--lease", $"{LeaseSeconds}"], new() { ["SECRETMAGIC_LAKE_ROOT"] = Lake });

    /// <summary>Starts a program that ends with the site.</summary>
    internal Program Start(string path, string[] arguments, Dictionary<string, string> environment)
    {
        var program = new Program(path, arguments, _folder, environment);
        _programs.Add(program);
        return program;
    }

    /// <summary>Sends commands to every client at a rate; what is acknowledged is noted.</summary>
    internal async Task Drive(int rate, int seconds)
    {
        var driver = new Program(
            Path.Combine(AppContext.BaseDirectory, "SecretMagic.Appender"),
            ["drive", Connection, $"d{Interlocked.Increment(ref _drivers)}", $"{Clients}", $"{rate}", $"{seconds}"], _folder, []);
        var lines = await driver.Lines(Deadline, _token);
        Acknowledgements.AddRange(lines.Where(line => line.Contains(':', StringComparison.Ordinal)).Select(Acknowledged.Parse));
        driver.ExitCode.ShouldBe(0, driver.Errors);
        Acknowledgements.Count.ShouldBe(rate * seconds);
    }

    /// <summary>Waits until commands are answered and a batch is done: what breaks then, breaks in the middle.</summary>
    internal async Task Driving()
    {
        while (await Count("SELECT count(*) FROM events WHERE command_id LIKE 'd%:%'") == 0 || await Count("SELECT count(*) FROM batches WHERE status = 'done'") == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), _token);
    }

    /// <summary>Waits until no batch is queued or runs.</summary>
    internal async Task AllOver()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var open = await Count("SELECT count(*) FROM batches WHERE status IN ('queued', 'running')");
            if (open == 0) return;
            if (waited.Elapsed > Deadline || _programs.TrueForAll(worker => worker.HasExited)) throw new TimeoutException($"{open} batches are open: {string.Join('\n', _programs.Select(worker => worker.Errors))}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), _token);
        }
    }

    internal async Task<long> Count(string sql)
    {
        // The server may be away at the moment.
        while (true)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(Connection + ";Pooling=false");
                await using var command = source.CreateCommand(sql);
                return (long)(await command.ExecuteScalarAsync(_token))!;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), _token);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var program in _programs) program.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task Queue(MetadataStore store, BatchId batch, int number, WorkOrder order)
    {
        var client = TenantId.Parse($"t{number}");
        (await store.Read<Client>(EntityId.Client(client), _token)).TryClear(client, out var clearance, out _).ShouldBeTrue();
        (await store.Send(new BatchCommand.Enqueue(batch, Stamp(), clearance!, order, MaxAttempts: 100), _token)).ShouldBeOfType<Reply.Accepted>();
    }

    private string Table(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private static IEnumerable<string> RecipeLines()
    {
        const int Items = 200, Each = 5;
        yield return "parent,component,quantity";
        for (var level = 0; level < 4; level++)
            for (var item = 0; item < Items; item++)
                for (var line = 0; line < Each; line++)
                    yield return $"i{level}-{item},i{level + 1}-{(item * 7 + line * 31) % Items},0.{line + 1}";
    }

    private static IEnumerable<string> DemandRows()
    {
        yield return "item,date,quantity";
        for (var item = 0; item < 200; item++)
            for (var day = 0; day < 365; day++)
                yield return $"i0-{item},{new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd},{(item + day) % 17}";
    }

    private string Input(int number)
    {
        var path = Path.Combine(_folder, $"sales-{number}.csv");
        using var writer = new StreamWriter(path);
        writer.WriteLine("series_id,timestamp,target");
        var random = (ulong)number + 1;
        for (var series = 0; series < 40 + 10 * number; series++)
        {
            for (var day = 0; day < 400; day++)
            {
                random = random * 6364136223846793005 + 1442695040888963407;
                if (random >> 32 > uint.MaxValue / 20) writer.WriteLine($"s{series},{new DateOnly(2024, 1, 1).AddDays(day):yyyy-MM-dd},{(random >> 40) % 100}");
            }
        }

        return path;
    }

    /// <summary>A feature set of its own name: so each batch has a result of its own.</summary>
    internal string Definition(int number)
    {
        var path = Path.Combine(_folder, $"set-{number}.yaml");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, $$"""
                feature_set: set_{{number}}
                frequency: 1d
                features:
                  - { type: lag, lags: [1, 7, 28] }
                  - { type: ma, windows: [7, 28] }
                  - { type: std, windows: [28] }
                  - { type: ema, alpha: 0.5 }
                """);
        }

        return path;
    }

    private static Stamp Stamp() => SecretMagic.Domain.Stamp.Create(CommandId.Parse($"{Guid.CreateVersion7()}"), "site", TimeProvider.System.GetUtcNow());
}
