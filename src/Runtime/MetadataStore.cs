using Microsoft.Extensions.Logging;
using Npgsql;
using SecretMagic.Domain;
using SecretMagic.Runtime.Online;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Tables;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Runtime;

/// <summary>The metadata database as one process uses it: commands to entities, questions to tables.</summary>
public sealed class MetadataStore : IAsyncDisposable
{
    /// <summary>How long the lines of the log that wait may hold up the end of the process.</summary>
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A server has 100 connections unless it is told otherwise, and several processes share them; more would only wait for each other there, and each takes
    /// the server some milliseconds to open: when shards move to a process, it needs many entities at once. What the connection says comes last and wins.
    /// </summary>
    private const string Pool = "Maximum Pool Size=20;";

    private readonly LogSink _sink;
    private readonly LoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly LocalGateway _local;
    private readonly Func<CancellationToken, Task<ITenantTables>> _openTables;

    private MetadataStore(IJournal journal, Settings settings, Func<CancellationToken, Task<ITenantTables>> openTables, TimeProvider time)
    {
        (Journal, Settings, _openTables, Time) = (journal, settings, openTables, time);
        Lake = new TenantLake(journal, settings.LakeRoot);
        _sink = new LogSink(
            journal.Log, (isEnding, token) => LogRetention.Run(journal.Forget, time.GetUtcNow() - settings.LogRetention, isEnding, token),
            new LogRows(settings.DatabasePassword, time), LogPatience);
        _loggers = new LoggerFactory([_sink], new LoggerFilterOptions { MinLevel = settings.LogLevel });
        _log = _loggers.CreateLogger(typeof(MetadataStore).FullName!);
        Gateway = _local = new LocalGateway(journal, new GatewayOptions(), time, _loggers.CreateLogger<LocalGateway>());
    }

    /// <summary>The events.</summary>
    public IJournal Journal { get; }

    /// <summary>The way to its entities.</summary>
    public IGateway Gateway { get; private set; }

    /// <summary>The settings it was opened with.</summary>
    public Settings Settings { get; }

    /// <summary>The results of clients.</summary>
    public TenantLake Lake { get; }

    /// <summary>Loggers whose lines land in the table logs; <see cref="LogScope"/> says what they are about.</summary>
    public ILoggerFactory Loggers => _loggers;

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; }

    /// <summary>What is asked of the tables.</summary>
    public TableQueries Tables => Journal.Tables;

    /// <summary>Opens the database that the settings name, makes the file when it is one, and brings its schema to that of this program.</summary>
    /// <exception cref="System.Data.Common.DbException">It cannot be reached or refuses.</exception>
    /// <exception cref="Storage.Migrations.MigrationException">The schema does not fit.</exception>
    public static async Task<MetadataStore> Open(Settings settings, TimeProvider time, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Database is DatabasePlace.Postgres server)
        {
            var connection = new NpgsqlConnectionStringBuilder(Pool + server.Connection);
            if (settings.DatabasePassword.Reveal() is { } password) connection.Password = password;
            return new MetadataStore(
                await PostgresJournal.Open(connection.ConnectionString, time, token), settings,
                async stop => await PostgresTenantTables.Open(connection.ConnectionString, time, stop), time);
        }

        var file = ((DatabasePlace.Sqlite)settings.Database).Path;
        var folder = Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(folder);
        return new MetadataStore(
            await SqliteJournal.Open(file, time, token), settings, async stop => await SqliteTenantTables.Open(folder, time, stop), time);
    }

    /// <summary>Opens the database as soon as it can be reached: a process that serves may start before it.</summary>
    /// <param name="settings">They name it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Told while it cannot be reached.</param>
    /// <param name="token">Stops waiting.</param>
    /// <param name="join">Given the entities of this process, the way to those of all; null when this process asks its own.</param>
    /// <exception cref="System.Data.Common.DbException">It refuses.</exception>
    /// <exception cref="Storage.Migrations.MigrationException">The schema does not fit.</exception>
    public static async Task<MetadataStore> OpenWhenReachable(
        Settings settings, TimeProvider time, Action<string> say, CancellationToken token, Func<LocalGateway, CancellationToken, Task<IGateway>>? join = null)
    {
        ArgumentNullException.ThrowIfNull(say);
        var store = await Outage.Outlast(
            stop => Open(settings, time, stop), failure => say($"the metadata database cannot be reached, it is asked again: {failure.Message}"), time, token);
        try
        {
            if (join is not null) store.Gateway = await join(store._local, token);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>True when the database cannot be reached or is busy: the same may succeed later.</summary>
    public static bool IsAway(Exception failure) => Outage.IsOne(failure);

    /// <summary>Opens the tables of clients: those of the same PostgreSQL, or files beside that of SQLite.</summary>
    /// <exception cref="System.Data.Common.DbException">They cannot be reached.</exception>
    /// <exception cref="Storage.Migrations.MigrationException">The schema does not fit.</exception>
    public Task<ITenantTables> OpenTables(CancellationToken token) => _openTables(token);

    /// <summary>An entity's state as it is stored.</summary>
    public async Task<TState> Read<TState>(EntityId id, CancellationToken token) where TState : class =>
        (await Gateway.Ask(new StateOf<TState>(id), token)).State;

    /// <summary>Tells of the features of a shard's series as they change, whichever process takes the rows, until it is stopped.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="series">Of these series; null for all.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The latest features of each series that changed: whoever is slow misses old ones, never the last one.</returns>
    public IAsyncEnumerable<ShardFeatures> Watch(SeriesShardId shard, IReadOnlyCollection<string>? series, CancellationToken stop) =>
        _local.Watch(shard, series, stop);

    /// <summary>Tells an entity something.</summary>
    /// <param name="command">What.</param>
    /// <param name="token">Stops waiting; the outcome is unknown then.</param>
    public async Task<Reply> Send(Command command, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (id, name, who) = (command.Entity, command.GetType().Name, command.Stamp.Who);
        var reply = await Gateway.Send(command, token);
        using var scope = _log.BeginScope(LogScope.Of(id));
        if (reply is Reply.Accepted accepted) _log.CommandAccepted(id.Value, name, who, accepted.Version);
        if (reply is Reply.Duplicate duplicate) _log.CommandRepeated(id.Value, name, who, duplicate.Version);
        return reply;
    }

    /// <summary>Tells an entity something, and reads what it is then.</summary>
    /// <param name="command">What.</param>
    /// <param name="token">Stops waiting; the outcome is unknown then.</param>
    public async Task<Answered<TState>> Tell<TState>(Command command, CancellationToken token) where TState : class
    {
        ArgumentNullException.ThrowIfNull(command);
        return new Answered<TState>(await Send(command, token), await Read<TState>(command.Entity, token));
    }

    /// <summary>Tells an entity something that follows from its state, for wishes such as "this one too".</summary>
    /// <param name="id">The entity.</param>
    /// <param name="wish">The command for a state; asked again when another writer was faster, each time with the same stamp.</param>
    /// <param name="token">Stops waiting; the outcome is unknown then.</param>
    public async Task<Answered<TState>> Tell<TState>(EntityId id, Func<TState, Command> wish, CancellationToken token) where TState : class
    {
        ArgumentNullException.ThrowIfNull(wish);
        while (true)
        {
            var now = await Gateway.Ask(new StateOf<TState>(id), token);
            var reply = await Send(wish(now.State) with { Expected = now.Version }, token);
            if (reply is not Reply.Rejected { Code: "version-changed" }) return new Answered<TState>(reply, await Read<TState>(id, token));
        }
    }

    /// <summary>Answers what was taken, stores the lines of the log that wait, for a bounded time, then closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Gateway != _local && Gateway is IAsyncDisposable joined) await joined.DisposeAsync();
        await _local.DisposeAsync();
        await _sink.DisposeAsync();
        _loggers.Dispose();
        await Journal.DisposeAsync();
    }
}
