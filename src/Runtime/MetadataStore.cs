using Npgsql;
using SecretMagic.Domain;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Runtime;

/// <summary>The metadata database as one process uses it: commands to entities, questions to tables.</summary>
public sealed class MetadataStore : IAsyncDisposable
{
    private MetadataStore(IJournal journal) => Journal = journal;

    /// <summary>The events.</summary>
    public IJournal Journal { get; }

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
            return new MetadataStore(await PostgresJournal.Open(connection.ConnectionString, time, token));
        }

        var file = ((DatabasePlace.Sqlite)settings.Database).Path;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return new MetadataStore(await SqliteJournal.Open(file, time, token));
    }

    /// <summary>An entity as it is stored.</summary>
    public Task<Entity<TState, TCommand, TEvent>> Read<TState, TCommand, TEvent>(EntityId id, CancellationToken token)
        where TState : class, IDecider<TState, TCommand, TEvent>
        where TCommand : Command
        where TEvent : Event =>
        new JournaledEntity<TState, TCommand, TEvent>(Journal, id).Read(token);

    /// <summary>Tells an entity something; the command follows from its state, for wishes such as "this one too".</summary>
    /// <param name="id">The entity.</param>
    /// <param name="wish">The command for the state as it is stored.</param>
    /// <param name="token">Stops waiting; the outcome is unknown then.</param>
    public async Task<Answered<TState>> Send<TState, TCommand, TEvent>(EntityId id, Func<TState, TCommand> wish, CancellationToken token)
        where TState : class, IDecider<TState, TCommand, TEvent>
        where TCommand : Command
        where TEvent : Event
    {
        ArgumentNullException.ThrowIfNull(wish);
        var entity = new JournaledEntity<TState, TCommand, TEvent>(Journal, id);
        var before = (await entity.Read(token)).State;
        var reply = await entity.Handle(wish(before), token);
        var after = (await entity.Read(token)).State;
        return new Answered<TState>(reply, after, reply is Reply.Accepted && !ReferenceEquals(before, after));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Journal.DisposeAsync();
}
