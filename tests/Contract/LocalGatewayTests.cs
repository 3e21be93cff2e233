using Microsoft.Extensions.Logging.Abstractions;
using SecretMagic.Domain;
using SecretMagic.Integration.Journal;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Contract;

/// <summary>The gateway of one process.</summary>
public abstract class LocalGatewayTests : GatewayContract
{
    private protected override ITestGateway Open(IEventStore store, GatewayOptions options) => new Local(store, options);

    private sealed class Local(IEventStore store, GatewayOptions options) : ITestGateway
    {
        private readonly LocalGateway _gateway = new(store, options, TimeProvider.System, NullLogger<LocalGateway>.Instance);

        public int Loaded => _gateway.Loaded;

        public Task<Reply> Send(Command command, CancellationToken token) => _gateway.Send(command, token);

        public Task<TAnswer> Ask<TAnswer>(Query<TAnswer> query, CancellationToken token) => _gateway.Ask(query, token);

        public IAsyncEnumerable<ShardFeatures> Watch(SeriesShardId shard, IReadOnlyCollection<string>? series, CancellationToken stop) =>
            _gateway.Watch(shard, series, stop);

        public ValueTask DisposeAsync() => _gateway.DisposeAsync();
    }
}

/// <summary>On events in memory.</summary>
public sealed class LocalGatewayOnMemoryTests : LocalGatewayTests
{
    private protected override Task<IEventStore> OpenStore() => Task.FromResult<IEventStore>(new MemoryEvents());

    private protected override ValueTask CloseStore() => ValueTask.CompletedTask;
}

/// <summary>On a SQLite file.</summary>
public sealed class LocalGatewayOnSqliteTests : LocalGatewayTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secretmagic-gateway-").FullName;
    private SqliteJournal _journal = null!;

    private protected override async Task<IEventStore> OpenStore() =>
        _journal = await SqliteJournal.Open(Path.Combine(_folder, "journal.db"), TimeProvider.System, Token);

    private protected override async ValueTask CloseStore()
    {
        await _journal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>On a PostgreSQL.</summary>
public sealed class LocalGatewayOnPostgresTests(PostgresServer server) : LocalGatewayTests
{
    private PostgresJournal _journal = null!;

    private protected override async Task<IEventStore> OpenStore() =>
        _journal = await PostgresJournal.Open(await server.NewDatabase(Token), TimeProvider.System, Token);

    private protected override ValueTask CloseStore() => _journal.DisposeAsync();
}
