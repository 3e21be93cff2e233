using SecretMagic.Storage.Migrations;

namespace SecretMagic.Integration.Journal;

public sealed class MigrationTests(PostgresServer server) : IDisposable
{
    private static readonly Migration First = new(1, "0001_first.sql", "CREATE TABLE things (id integer PRIMARY KEY); INSERT INTO things VALUES (1);");
    private static readonly Migration Second = new(2, "0002_second.sql", "ALTER TABLE things ADD COLUMN name text; INSERT INTO things (id) VALUES (2);");
    private static readonly Migration Broken = new(2, "0002_second.sql", "INSERT INTO things VALUES (3); INSERT INTO nothing VALUES (1);");
    private readonly List<Store> _stores = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Each_file_is_applied_once_on_a_clean_and_on_an_existing_database(string kind)
    {
        var store = await NewStore(kind);
        await Apply(store, First);
        await Apply(store, First, Second);
        await Apply(store, First, Second);
        (await store.Rows("SELECT id FROM things ORDER BY id", Token)).ShouldBe(["1", "2"]);
        (await store.Rows("SELECT number, name FROM schema_migrations ORDER BY number", Token)).ShouldBe(["1|0001_first.sql", "2|0002_second.sql"]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_file_that_fails_leaves_nothing_and_is_named(string kind)
    {
        var store = await NewStore(kind);
        (await Should.ThrowAsync<MigrationException>(() => Apply(store, First, Broken))).Migration.ShouldBe("0002_second.sql");
        (await store.Rows("SELECT id FROM things", Token)).ShouldBe(["1"]);
        await Apply(store, First, Second);
        (await store.Rows("SELECT id FROM things ORDER BY id", Token)).ShouldBe(["1", "2"]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_file_that_was_changed_after_it_was_applied_is_named_and_nothing_is_applied(string kind)
    {
        var store = await NewStore(kind);
        await Apply(store, First);
        var changed = First with { Sql = First.Sql + " " };
        (await Should.ThrowAsync<MigrationException>(() => Apply(store, changed, Second))).Message.ShouldContain("0001_first.sql: the file was changed");
        (await store.Rows("SELECT count(*) FROM schema_migrations", Token)).ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_database_of_a_newer_program_is_left_alone(string kind)
    {
        var store = await NewStore(kind);
        await Apply(store, First, Second);
        (await Should.ThrowAsync<MigrationException>(() => Apply(store, First))).Message.ShouldContain("0002_second.sql: the database has it");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Many_that_start_at_once_apply_each_file_once(string kind)
    {
        var store = await NewStore(kind);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Apply(store, First, Second), Token)));
        (await store.Rows("SELECT id FROM things ORDER BY id", Token)).ShouldBe(["1", "2"]);
    }

    [Fact]
    public void Both_dialects_have_the_same_files() =>
        Migration.Of("sqlite").Select(migration => migration.Name).ShouldBe(Migration.Of("postgresql").Select(migration => migration.Name));

    /// <summary>A checksum that changes here is a file that was changed after a release: put the change into a new file.</summary>
    [Theory]
    [InlineData("postgresql", "0001_journal.sql", "9d20080399b0e92a")]
    [InlineData("postgresql", "0002_tables.sql", "6e3d43d37e8cd035")]
    [InlineData("postgresql", "0003_results.sql", "cd9428e8d61a41df")]
    [InlineData("postgresql", "0005_shards.sql", "efc72a04362b95cb")]
    [InlineData("postgresql-tenancy", "0001_tables.sql", "1d85fd68fff92ba4")]
    [InlineData("sqlite", "0001_journal.sql", "90bbad1a2549584a")]
    [InlineData("sqlite", "0002_tables.sql", "8ef68c40613637d4")]
    [InlineData("sqlite", "0003_results.sql", "2ebb97ccd1e93a76")]
    [InlineData("sqlite", "0005_shards.sql", "ea2224732ad4acdb")]
    [InlineData("sqlite-tenancy", "0001_tables.sql", "9d8a67a442d014ca")]
    public void Released_files_never_change(string folder, string name, string checksum) =>
        Migration.Of(folder).Single(migration => migration.Name == name).Checksum[..16].ShouldBe(checksum);

    private static Task Apply(Store store, params Migration[] migrations) => Migrator.Apply(store.Dialect, migrations, TimeProvider.System, Token);

    private async Task<Store> NewStore(string kind)
    {
        Store store = kind == "sqlite" ? new SqliteStore() : new PostgresStore(await server.NewDatabase(Token));
        _stores.Add(store);
        return store;
    }
}
