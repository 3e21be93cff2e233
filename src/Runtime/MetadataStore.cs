using Microsoft.Extensions.Logging;
using Npgsql;
using SecretMagic.Domain;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Tables;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Runtime;

/// <summary>The metadata database as one process uses it: commands to entities, questions to tables.</summary>
public sealed class MetadataStore : IAsyncDisposable
{
    /// <summary>How long the lines of the log that wait may hold up the end of the process.</summary>
    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(5);

    private readonly LogSink _sink;
    private readonly LoggerFactory _loggers;
    private readonly ILogger _log;
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
    }

    /// <summary>The events.</summary>
    public IJournal Journal { get; }

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
            var connection = new NpgsqlConnectionStringBuilder(server.Connection);
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
    /// <exception cref="System.Data.Common.DbException">It refuses.</exception>
    /// <exception cref="Storage.Migrations.MigrationException">The schema does not fit.</exception>
    public static Task<MetadataStore> OpenWhenReachable(Settings settings, TimeProvider time, Action<string> say, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(say);
        return Outage.Outlast(
            stop => Open(settings, time, stop), failure => say($"the metadata database cannot be reached, it is asked again: {failure.Message}"), time, token);
    }

    /// <summary>Opens the tables of clients: those of the same PostgreSQL, or files beside that of SQLite.</summary>
    /// <exception cref="System.Data.Common.DbException">They cannot be reached.</exception>
    /// <exception cref="Storage.Migrations.MigrationException">The schema does not fit.</exception>
    public Task<ITenantTables> OpenTables(CancellationToken token) => _openTables(token);

    /// <summary>An entity as it is stored.</summary>
    public Task<Entity<TState, TCommand, TEvent>> Read<TState, TCommand, TEvent>(EntityId id, CancellationToken token)
        where TState : class, IDecider<TState, TCommand, TEvent>
        where TCommand : Command
        where TEvent : Event =>
        new JournaledEntity<TState, TCommand, TEvent>(Journal, id).Read(token);

    /// <summary>Tells an entity something; the command follows from its state, for wishes such as "this one too".</summary>
    /// <param name="id">The entity.</param>
    /// <param name="wish">The command for the state as it is stored; asked again when another writer was faster.</param>
    /// <param name="token">Stops waiting; the outcome is unknown then.</param>
    public async Task<Answered<TState>> Send<TState, TCommand, TEvent>(EntityId id, Func<TState, TCommand> wish, CancellationToken token)
        where TState : class, IDecider<TState, TCommand, TEvent>
        where TCommand : Command
        where TEvent : Event
    {
        ArgumentNullException.ThrowIfNull(wish);
        var entity = new JournaledEntity<TState, TCommand, TEvent>(Journal, id);
        var before = (await entity.Read(token)).State;
        var reply = await Handled(
            entity, id, wish(before),
            state =>
            {
                before = state;
                return wish(state);
            },
            token);
        var after = (await entity.Read(token)).State;
        return new Answered<TState>(reply, after, reply is Reply.Accepted && !ReferenceEquals(before, after));
    }

    /// <summary>Stores the lines of the log that wait, for a bounded time, then closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        _loggers.Dispose();
        await Journal.DisposeAsync();
    }

    private async Task<Reply> Handled<TState, TCommand, TEvent>(
        JournaledEntity<TState, TCommand, TEvent> entity, EntityId id, TCommand command, Func<TState, TCommand> wish, CancellationToken token)
        where TState : class, IDecider<TState, TCommand, TEvent>
        where TCommand : Command
        where TEvent : Event
    {
        using var scope = _log.BeginScope(LogScope.Of(
            id.Kind == EntityKind.Client ? TenantId.Parse(id.Key) : null, id.Kind == EntityKind.Batch ? BatchId.Parse(id.Key) : null, null));
        var (name, who) = (command.GetType().Name, command.Stamp.Who);
        try
        {
            var reply = await entity.Handle(wish, token);
            switch (reply)
            {
                case Reply.Accepted accepted:
                    _log.CommandAccepted(id.Value, name, who, accepted.Version);
                    break;
                case Reply.Duplicate duplicate:
                    _log.CommandRepeated(id.Value, name, who, duplicate.Version);
                    break;
                case Reply.Rejected rejected:
                    _log.CommandRefused(id.Value, name, who, rejected.Code);
                    break;
            }

            return reply;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _log.CommandFailed(failure, id.Value, name, who);
            throw;
        }
    }
}
