using Npgsql;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Integration.Tenancy;

/// <summary>What a client's role sees in PostgreSQL, asked by a connection that logs in as a member of it.</summary>
public sealed class TenantRoleTests(PostgresServer server)
{
    private const string Denied = "42501";
    private const string Unknown = "42P01";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_reads_its_client_and_no_other_in_every_mode_and_after_every_move()
    {
        await using var site = await Site.Open("postgres", server, Token);
        var tables = (PostgresTenantTables)site.Tables;
        await site.Confirm(Token, Site.Acme, Site.Other);
        // One role is there before the tables, the other comes behind them.
        await tables.AllowRole(Site.Acme, Token);
        await site.Publish(Site.Acme, site.Rows(2, 1), Token);
        await site.Publish(Site.Other, site.Rows(3, 2), Token);
        await tables.AllowRole(Site.Other, Token);
        var login = $"kim_{Guid.NewGuid():N}";
        await site.Store.Rows($"CREATE ROLE {login} LOGIN; GRANT {TenantTable.RoleOf(Site.Acme)} TO {login}", Token);
        await using var kim = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(site.Store.Address[1]) { Username = login, Pooling = false });
        var modes = Enum.GetValues<TenantMode>();
        foreach (var (mine, others) in modes.SelectMany(mine => modes.Select(others => (mine, others))))
        {
            await site.Tables.Move(Site.Acme, mine, Token);
            await site.Tables.Move(Site.Other, others, Token);
            if (mine == others) await site.Publish(Site.Acme, site.Rows(2, 1), Token);
            var written = TableColumn.Written((await site.Tables.Read(Site.Acme, null, new RowsWanted(), Token))!.Columns);
            (await Ask(kim, Count(TenantTable.Of(Site.Acme, mine, null, written)))).ShouldBe("20|acme", $"{mine} beside {others}");
            if (others != TenantMode.Shared) (await Ask(kim, Count(TenantTable.Of(Site.Other, others, null, written)))).ShouldBe(Denied);
            if (others == TenantMode.Shared && mine != TenantMode.Shared)
                (await Ask(kim, Count(TenantTable.Of(Site.Other, others, null, written)))).ShouldBe(Denied);
            (await Ask(kim, Count(TenantTable.PartOf(Site.Other, null, written)))).ShouldBeOneOf(Denied, Unknown);
            (await Ask(kim, Count(TenantTable.PartOf(Site.Acme, null, written)))).ShouldBeOneOf(Denied, Unknown);
            foreach (var table in (string[])["public.clients", "public.events", "public.lake_results", "tenancy.tables", "tenancy.homes"])
                (await Ask(kim, $"SELECT count(*), '' FROM {table}")).ShouldBe(Denied, table);
            (await Ask(kim, $"SET ROLE {TenantTable.RoleOf(Site.Other)}")).ShouldBe(Denied);
            (await Ask(kim, $"DELETE FROM {Quoted(TenantTable.Of(Site.Acme, mine, null, written))} RETURNING '', ''")).ShouldBe(Denied);
        }
    }

    [Fact]
    public async Task In_a_common_table_rows_without_a_policy_are_seen_by_nobody()
    {
        await using var site = await Site.Open("postgres", server, Token);
        var (third, tables) = (TenantId.Parse($"t{Guid.NewGuid():N}"[..20]), (PostgresTenantTables)site.Tables);
        await tables.AllowRole(third, Token);
        await site.Publish(third, site.Rows(1, 1), Token, mode: TenantMode.Shared);
        await site.Publish(Site.Acme, site.Rows(1, 1), Token, mode: TenantMode.Shared);
        var written = TableColumn.Written((await site.Tables.Read(third, null, new RowsWanted(), Token))!.Columns);
        var table = TenantTable.Of(third, TenantMode.Shared, null, written);
        (await site.Store.Rows($"SELECT count(*) FROM {Quoted(table)}", Token)).ShouldBe(["20"]);
        (await site.Store.Rows($"SET ROLE {TenantTable.RoleOf(third)}; {Count(table)}", Token)).ShouldBe([$"10|{third}"]);
        (await site.Store.Rows($"SELECT relrowsecurity FROM pg_class WHERE oid = '{Quoted(table)}'::regclass", Token)).ShouldBe(["1"]);
        await site.Tables.Move(third, TenantMode.PrefixedTables, Token);
        (await Ask(NpgsqlDataSource.Create(site.Store.Address[1]), $"SET ROLE {TenantTable.RoleOf(third)}; {Count(table)}")).ShouldBe(Denied);
    }

    /// <summary>A move renames: the table keeps its file, so no row is copied.</summary>
    [Fact]
    public async Task A_move_copies_no_row_and_leaves_nothing_behind()
    {
        await using var site = await Site.Open("postgres", server, Token);
        await site.Publish(Site.Acme, site.Rows(2, 1), Token);
        const string Mine = "SELECT pg_relation_filenode(c.oid) FROM pg_class c JOIN tenancy.tables t ON c.oid = (quote_ident(t.schema_name) || '.' || quote_ident(t.table_name))::regclass";
        const string All = "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND c.relname ~ 'features|aside|between' "
            + "AND n.nspname <> 'information_schema' AND n.nspname <> 'pg_catalog' ORDER BY 1";
        var file = await site.Store.Rows(Mine, Token);
        foreach (var (mode, schemas) in new[]
        {
            (TenantMode.DedicatedDb, (string[])["client_acme"]), (TenantMode.Shared, ["shared", "tenancy"]), (TenantMode.PrefixedTables, ["public"]),
        })
        {
            await site.Tables.Move(Site.Acme, mode, Token);
            (await site.Store.Rows(Mine, Token)).ShouldBe(file);
            (await site.Store.Rows(All, Token)).ShouldBe(schemas);
            if (mode != TenantMode.DedicatedDb) (await site.Store.Rows("SELECT 1 FROM pg_namespace WHERE nspname = 'client_acme'", Token)).ShouldBeEmpty();
        }
    }

    private static string Quoted(TenantTable table) => $"\"{table.Schema}\".\"{table.Name}\"";

    private static string Count(TenantTable table) => $"SELECT count(*), max(tenant_id) || CASE WHEN min(tenant_id) = max(tenant_id) THEN '' ELSE '!' END FROM {Quoted(table)}";

    /// <summary>The first row, or the state of the error.</summary>
    private static async Task<string> Ask(NpgsqlDataSource source, string sql)
    {
        try
        {
            await using var command = source.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync(Token);
            return await reader.ReadAsync(Token) ? $"{reader.GetValue(0)}|{reader.GetValue(1)}" : "no row";
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }
}
