using System.Globalization;
using Npgsql;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Faults;
using SecretMagic.Integration.Journal;

namespace SecretMagic.ClusterFaults;

/// <summary>
/// A cluster of real processes on a PostgreSQL of its own: a lighthouse, workers, and this process, which asks. The database notes which process wrote an event
/// and when, so the history says who spoke for an entity.
/// </summary>
internal sealed class ClusterSite : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What nodes run: the published program, which is compiled ahead of time, or else that of the build, which compiles while it runs.</summary>
    internal static readonly string Program = Environment.GetEnvironmentVariable("NODE_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "secretmagic");

    private readonly CancellationToken _token;
    private readonly Stolen _began = Stolen.UntilNow;
    private readonly List<Load> _loads = [];
    private readonly string _socket;
    private readonly Hosts? _hosts;
    private int _started;

    private ClusterSite(Site site, Node lighthouse, string socket, Hosts? hosts, CancellationToken token)
    {
        (Site, _socket, _hosts, _token) = (site, socket, hosts, token);
        Lighthouse = lighthouse;
    }

    internal Site Site { get; }

    internal Node Lighthouse { get; }

    /// <summary>The oldest one assigns the shards.</summary>
    internal List<Node> Workers { get; } = [];

    internal Api Api { get; private set; } = null!;

    /// <summary>The commands that came first.</summary>
    internal Load Load => _loads[0];

    /// <summary>The cluster is up, works on batches, and has had commands for a while.</summary>
    internal static async Task<ClusterSite> Busy(PostgresServer server, int workers, CancellationToken token, Hosts? hosts = null)
    {
        var cluster = await Open(server, workers, token, hosts);
        await cluster.Site.Queue(Scale.Now.Batches);
        cluster.Drive(Scale.Now.Rate);
        await Load.Pass(Scale.Now.Before, token);
        return cluster;
    }

    /// <summary>The cluster is up, and its clients are registered.</summary>
    internal static async Task<ClusterSite> Open(PostgresServer server, int workers, CancellationToken token, Hosts? hosts = null)
    {
        var site = await Site.Open(server, token);
        await using var source = NpgsqlDataSource.Create(site.Connection);
        await using var note = source.CreateCommand("""
            ALTER TABLE events ADD COLUMN writer text DEFAULT current_setting('application_name'), ADD COLUMN written timestamptz DEFAULT clock_timestamp()
            """);
        await note.ExecuteNonQueryAsync(token);
        await using var show = source.CreateCommand("SHOW unix_socket_directories");
        // By a file, it is reached from every network.
        var socket = new NpgsqlConnectionStringBuilder(site.Connection) { Host = (string)(await show.ExecuteScalarAsync(token))! }.ConnectionString;
        var place = hosts is null ? $"127.0.0.1:{PostgresServer.FreePort()}" : $"{hosts.Address(0)}:4053";
        var lighthouse = NodeOf(site, "lighthouse", place, place, [], hosts?.Space(0));
        var cluster = new ClusterSite(site, lighthouse, socket, hosts, token);
        await lighthouse.Up(token);
        // The first one is the oldest: it assigns the shards.
        await cluster.StartWorker();
        var asks = cluster.Ask();
        await Task.WhenAll(Enumerable.Range(1, workers - 1).Select(_ => cluster.StartWorker()));
        cluster.Api = await asks;
        await cluster.Api.Shards(workers, token);
        var replies = await Task.WhenAll(Enumerable.Range(0, Scale.Clients).Select(client => cluster.Api.Send(
            new ClientCommand.Register(
                Load.Client(client), NewStamp(), $"client {client}", TenantMode.Shared, new EnabledFeatures(true, true), Contacts.None),
            token)));
        replies.ShouldAllBe(reply => reply is Reply.Accepted || reply is Reply.Duplicate);
        return cluster;
    }

    /// <summary>One more worker, as a member.</summary>
    internal async Task<Node> StartWorker(string? seed = null)
    {
        var number = Interlocked.Increment(ref _started);
        var name = string.Create(CultureInfo.InvariantCulture, $"w{number}");
        var place = _hosts is null ? $"127.0.0.1:{PostgresServer.FreePort()}" : $"{_hosts.Address(number)}:4053";
        var worker = NodeOf(
            Site, name, place, seed ?? Lighthouse.Address,
            ["--lease", Site.LeaseSeconds.ToString(CultureInfo.InvariantCulture)], _hosts?.Space(number), $"{_socket};Application Name={name}");
        if (seed is null) Workers.Add(worker);
        await worker.Up(_token);
        return worker;
    }

    /// <summary>A lighthouse that knows no other one.</summary>
    internal async Task<Node> StartLighthouse()
    {
        var place = $"127.0.0.1:{PostgresServer.FreePort()}";
        var lighthouse = NodeOf(Site, "other", place, place, [], null);
        await lighthouse.Up(_token);
        return lighthouse;
    }

    /// <summary>This process as a member, once more.</summary>
    internal Task<Api> Ask(string? seed = null) => Api.Join(Site.Connection, _hosts?.Here ?? "127.0.0.1", [seed ?? Lighthouse.Address], _token);

    /// <summary>The member that this process was is gone, and it is a new one.</summary>
    internal async Task AskAnew()
    {
        var old = Api;
        Api = await Ask();
        await old.Drop();
    }

    /// <summary>Commands begin to come, to whichever gateway this process has at the moment.</summary>
    internal Load Drive(int rate, Func<Api>? api = null)
    {
        var load = new Load(api ?? (() => Api), $"d{_loads.Count}", rate, TimeProvider.System);
        _loads.Add(load);
        load.Begin();
        return load;
    }

    /// <summary>No more commands come, all are answered, all batches are over.</summary>
    internal async Task<IReadOnlyList<Answered>> Settle()
    {
        var all = new List<Answered>();
        foreach (var load in _loads) all.AddRange(await load.End().WaitAsync(Patience * 2, _token));
        Site.Acknowledgements.AddRange(all.Select(command => new Acknowledged(command.Command, command.Version, command.Waited.TotalMilliseconds)));
        await Site.AllOver();
        return all;
    }

    /// <summary>The clients that live on a worker.</summary>
    internal async Task<HashSet<int>> ClientsOn(Node worker)
    {
        var map = await Api.Shards(Workers.Count, _token);
        return [.. Enumerable.Range(0, Scale.Clients).Where(client => map.NodeOf(EntityId.Client(Load.Client(client))) == worker.Address)];
    }

    public async ValueTask DisposeAsync()
    {
        Figures.Tell(string.Create(CultureInfo.InvariantCulture, $"time of the processors that went to other machines: {_began.Percent():0} %"));
        foreach (var load in _loads) load.Drop();
        await Api.Drop();
        await Site.DisposeAsync();
    }

    private static Node NodeOf(Site site, string name, string place, string seed, string[] options, string? space, string? connection = null)
    {
        string[] said = [connection is null ? "lighthouse" : "worker", .. options];
        var environment = new Dictionary<string, string>
        {
            ["SECRETMAGIC_CLUSTER_LISTEN"] = place,
            ["SECRETMAGIC_CLUSTER_SEEDS"] = seed,
            ["SECRETMAGIC_LAKE_ROOT"] = site.Lake,
        };
        if (connection is not null) environment["SECRETMAGIC_DATABASE"] = connection;
        return new Node(name, place, () => space is null
            ? site.Start(Program, said, environment)
            : site.Start("ip", ["netns", "exec", space, Program, .. said], environment));
    }

    private static Stamp NewStamp() => Stamp.Create(CommandId.Parse($"{Guid.CreateVersion7()}"), "site", TimeProvider.System.GetUtcNow());
}
