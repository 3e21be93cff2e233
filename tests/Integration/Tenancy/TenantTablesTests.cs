using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Integration.Tenancy;

/// <summary>What both databases promise of clients' tables.</summary>
public sealed class TenantTablesTests(PostgresServer server)
{
    private static readonly TenantMode[] Modes = Enum.GetValues<TenantMode>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_was_published_is_read_back_and_missing_values_are_null(string kind)
    {
        await using var site = await Site.Open(kind, server, Token);
        var file = site.Query(
            """
            SELECT * FROM (VALUES
                ('größer 😀', TIMESTAMP '2026-01-01 10:00:00.000001', 1.5::DOUBLE, 'nan'::FLOAT, 7::UTINYINT, true, DATE '1969-12-31', -1::BIGINT, 'x'),
                ('größer 😀', TIMESTAMP '2026-01-02 10:00:00', NULL, 0.5::FLOAT, NULL, false, NULL, NULL, NULL),
                ('A', TIMESTAMP '1999-12-31 23:59:59', 'nan'::DOUBLE, 'infinity'::FLOAT, 255::UTINYINT, NULL, DATE '2026-05-05', 9223372036854775807, ''))
                AS t (series_id, timestamp, target, f, u, b, d, i, "a""b; DROP TABLE x")
            """);
        (await site.Publish(Site.Acme, file, Token)).ShouldBe(3);
        (await site.Read(Site.Acme, Token)).ShouldBe(
            [
                "A|12/31/1999 23:59:59|null|Infinity|255|null|05/05/2026|9223372036854775807|null",
                "größer 😀|01/01/2026 10:00:00|1.5|null|7|True|12/31/1969|-1|x",
                "größer 😀|01/02/2026 10:00:00|null|0.5|null|False|null|null|null",
            ]);
        var table = (await site.Tables.Read(Site.Acme, null, new RowsWanted(), Token))!;
        table.Columns[^1].ShouldBe(new TableColumn("a\"b; DROP TABLE x", ColumnKind.Text));
        table.Rows[1][1].ShouldBe(new DateTime(2026, 1, 1, 10, 0, 0).AddMicroseconds(1));
        (await site.Tables.Read(Site.Other, null, new RowsWanted(), Token)).ShouldBeNull();
        (await site.Tables.Read(Site.Acme, Site.Daily, new RowsWanted(), Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("sqlite", "'s' || s", "s2")]
    [InlineData("postgres", "'s' || s", "s2")]
    [InlineData("sqlite", "s", "2")]
    [InlineData("postgres", "s", "2")]
    public async Task A_series_a_range_and_the_latest_rows_are_found(string kind, string key, string name)
    {
        await using var site = await Site.Open(kind, server, Token);
        await site.Publish(Site.Acme, site.Rows(4, 1, key), Token);
        var wanted = new RowsWanted { Series = name, From = new DateTime(2026, 1, 3), To = new DateTime(2026, 1, 4) };
        (await site.Read(Site.Acme, Token, null, wanted)).ShouldBe([$"{name}|01/03/2026|1|1", $"{name}|01/04/2026|1|1"]);
        (await site.Read(Site.Acme, Token, null, new RowsWanted { IsLatest = true })).Length.ShouldBe(4);
        (await site.Read(Site.Acme, Token, null, new RowsWanted { IsLatest = true, Series = name })).ShouldBe([$"{name}|01/10/2026|1|1"]);
        (await site.Read(Site.Acme, Token, null, new RowsWanted { IsLatest = true, To = new DateTime(2026, 1, 5), Series = name })).ShouldBe([$"{name}|01/05/2026|1|1"]);
        (await site.Read(Site.Acme, Token, null, new RowsWanted { Limit = 7 })).Length.ShouldBe(7);
        (await site.Read(Site.Acme, Token, null, new RowsWanted { Series = "' OR 1=1 --" })).ShouldBeEmpty();
    }

    /// <summary>The order of moves and publications is drawn; sets, columns and clients share common tables where they can.</summary>
    [Theory]
    [InlineData("sqlite", 1)]
    [InlineData("postgres", 1)]
    [InlineData("postgres", 2)]
    public async Task After_any_sequence_of_moves_the_rows_equal_the_rows_before(string kind, int seed)
    {
        await using var site = await Site.Open(kind, server, Token);
        (TenantId Tenant, FeatureSetName? Set)[] tables = [(Site.Acme, null), (Site.Acme, Site.Daily), (Site.Other, null), (TenantId.Parse("1"), Site.Daily)];
        foreach (var (tenant, set) in tables) await site.Publish(tenant, site.Rows(5, 1, also: set is null ? "" : ", 'x' AS note"), Token, set, Modes[seed % 3]);
        var dice = new Lake.Dice(seed);
        for (var step = 0; step < 30; step++)
        {
            var (tenant, set) = tables[dice.Next(tables.Length)];
            if (dice.Next(4) == 0) await site.Publish(tenant, site.Rows(5, step, also: dice.Next(2) == 0 ? "" : ", true AS holiday"), Token, set);
            var before = await Task.WhenAll(tables.Select(table => site.Read(table.Tenant, Token, table.Set)));
            before.ShouldAllBe(rows => rows.Length == 50);
            await site.Tables.Move(tenant, Modes[dice.Next(3)], Token);
            var after = await Task.WhenAll(tables.Select(table => site.Read(table.Tenant, Token, table.Set)));
            for (var at = 0; at < tables.Length; at++) after[at].ShouldBe(before[at]);
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_client_that_moved_before_its_first_table_has_it_at_the_new_place(string kind)
    {
        foreach (var mode in Modes)
        {
            await using var site = await Site.Open(kind, server, Token);
            await site.Tables.Move(Site.Acme, mode, Token);
            (await site.Tables.Read(Site.Acme, null, new RowsWanted(), Token)).ShouldBeNull();
            await site.Publish(Site.Acme, site.Rows(1, 1), Token, mode: Modes.First(other => other != mode));
            var homes = kind == "postgres" ? (await site.Store.Rows("SELECT mode FROM tenancy.homes", Token)).ShouldHaveSingleItem()
                : Directory.Exists(Path.Combine(site.Address[3], "client_acme")) ? "dedicated_db" : "";
            homes.ShouldBe(kind == "postgres" || mode == TenantMode.DedicatedDb ? SecretMagic.Storage.Tables.Word.Of(mode) : "");
            (await site.Read(Site.Acme, Token)).Length.ShouldBe(10);
        }
    }

    /// <summary>Rows of one publication all have one value, so a mixture or a part shows.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_reader_sees_one_whole_publication_whatever_is_published_or_moved_meanwhile(string kind)
    {
        await using var site = await Site.Open(kind, server, Token);
        await site.Publish(Site.Acme, site.Rows(20, 0), Token);
        await site.Publish(Site.Other, site.Rows(20, -1), Token, mode: TenantMode.Shared);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                var (reads, values) = (0, new HashSet<string>());
                for (; !stop.IsCancellationRequested; reads++)
                {
                    var rows = await site.Read(Site.Acme, Token);
                    rows.Length.ShouldBe(200);
                    values.Add(rows.Select(row => row.Split('|')[2]).Distinct().ShouldHaveSingleItem());
                }

                return values.Count;
            },
            Token)).ToArray();
        var files = Enumerable.Range(0, 3).Select(value => site.Rows(20, value)).ToArray();
        for (var turn = 0; turn < 12; turn++)
        {
            await Task.WhenAll(site.Tables.Move(Site.Acme, Modes[turn % 3], Token), site.Publish(Site.Acme, files[turn % 3], Token));
            await site.Tables.Move(Site.Other, Modes[(turn + 1) % 3], Token);
        }

        await stop.CancelAsync();
        foreach (var reader in readers) (await reader).ShouldBeGreaterThan(0);
        (await site.Read(Site.Other, Token)).ShouldAllBe(row => row.EndsWith("|-1|-1"));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Rows_that_are_no_table_are_refused_and_the_old_ones_stay(string kind)
    {
        await using var site = await Site.Open(kind, server, Token);
        await site.Publish(Site.Acme, site.Rows(2, 1), Token);
        var before = await site.Read(Site.Acme, Token);
        string[] unfit =
        [
            "SELECT 's' AS series_id, DATE '2026-01-01' AS timestamp, 1.0 AS x FROM range(2)",
            "SELECT 's' AS series_id, DATE '2026-01-01' AS timestamp, 'other' AS Tenant_ID",
            "SELECT 1.5::DOUBLE AS series_id, DATE '2026-01-01' AS timestamp",
            "SELECT 's' AS series_id, 1 AS timestamp",
            "SELECT NULL::VARCHAR AS series_id, DATE '2026-01-01' AS timestamp",
            "SELECT 's' AS series_id, DATE '2026-01-01' AS timestamp, [1] AS list",
        ];
        foreach (var sql in unfit)
        {
            await Should.ThrowAsync<UnfitRowsException>(() => site.Publish(Site.Acme, site.Query(sql), Token), sql);
            (await site.Read(Site.Acme, Token)).ShouldBe(before);
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Columns_with_long_names_in_any_script_are_kept_apart(string kind)
    {
        await using var site = await Site.Open(kind, server, Token);
        var name = new string('я', 60);
        await site.Publish(Site.Acme, site.Query($"SELECT 's' AS series_id, DATE '2026-01-01' AS timestamp, 1::DOUBLE AS {name}a, 2::DOUBLE AS {name}b"), Token);
        foreach (var mode in Modes)
        {
            await site.Tables.Move(Site.Acme, mode, Token);
            (await site.Read(Site.Acme, Token)).ShouldBe(["s|01/01/2026|1|2"]);
        }
    }
}
