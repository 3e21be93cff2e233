using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Integration.Tenancy;

/// <summary>An installation: a journal, a lake and tables, in a temporary folder and a database of its own.</summary>
internal sealed class Site : IAsyncDisposable
{
    internal static readonly TenantId Acme = TenantId.Parse("acme");
    internal static readonly TenantId Other = TenantId.Parse("acme-features");
    internal static readonly FeatureSetName Daily = FeatureSetName.Parse("daily");

    private readonly string _folder = Directory.CreateTempSubdirectory("secretmagic-tenancy-").FullName;
    private int _batches;

    private Site(Store store) => Store = store;

    internal Store Store { get; }

    internal IJournal Journal { get; private set; } = null!;

    internal ITenantTables Tables { get; private set; } = null!;

    internal TenantLake Lake { get; private set; } = null!;

    internal string Root => Path.Combine(_folder, "lake");

    /// <summary>What another process needs to open the same: kind, journal, lake, tables.</summary>
    internal string[] Address => [.. Store.Address, Root, Store is SqliteStore ? Path.Combine(_folder, "tables") : Store.Address[1]];

    internal static async Task<Site> Open(string kind, PostgresServer server, CancellationToken token)
    {
        var site = new Site(kind == "sqlite" ? new SqliteStore() : new PostgresStore(await server.NewDatabase(token)));
        site.Journal = await site.Store.Open(token);
        site.Lake = new TenantLake(site.Journal, site.Root);
        site.Tables = kind == "sqlite"
            ? await SqliteTenantTables.Open(site.Address[3], TimeProvider.System, token)
            : await PostgresTenantTables.Open(site.Address[3], TimeProvider.System, token);
        return site;
    }

    internal TenantMove Move() => new(Journal, Lake, Tables, TimeProvider.System);

    internal async Task Confirm(CancellationToken token, params TenantId[] tenants)
    {
        foreach (var tenant in tenants)
        {
            await Given.Client(Journal, tenant).Accept(
                token, Given.Register(tenant), Given.Configure("{}", tenant), new ClientCommand.ConfirmConfig(tenant, Given.Stamp(), 1));
        }
    }

    /// <summary>A file of rows: series s0, s1 ..., ten days each, every value the same.</summary>
    internal string Rows(int series, double value, string key = "'s' || s", string also = "")
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.parquet");
        var number = value.ToString("R", CultureInfo.InvariantCulture);
        Write(
            file,
            $"SELECT {key} AS series_id, DATE '2026-01-01' + d::INTEGER AS timestamp, {number}::DOUBLE AS target, {number}::FLOAT AS ema_7{also} "
            + $"FROM range({series}) a(s), range(10) b(d) ORDER BY s, d");
        return file;
    }

    /// <summary>A file of any rows.</summary>
    internal string Query(string sql)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.parquet");
        Write(file, sql);
        return file;
    }

    internal Task<long> Publish(TenantId tenant, string file, CancellationToken token, FeatureSetName? set = null, TenantMode mode = TenantMode.PrefixedTables) =>
        Tables.Publish(tenant, mode, set, new FeatureRows([file]), token);

    internal async Task<string[]> Read(TenantId tenant, CancellationToken token, FeatureSetName? set = null, RowsWanted? wanted = null)
    {
        var rows = await Tables.Read(tenant, set, wanted ?? new RowsWanted { Limit = int.MaxValue }, token);
        return rows is null ? ["nothing"]
            : [.. rows.Rows.Select(row => string.Join('|', row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "null")))];
    }

    /// <summary>Registers a result of so many files, each of which holds the same text.</summary>
    internal Task<Reply> Result(TenantId tenant, string text, int files, CancellationToken token, FeatureSetName? set = null) => Lake.Publish(
        tenant, ResultKind.Features, set ?? Daily, BatchId.Parse($"b-{Interlocked.Increment(ref _batches)}"), 1, Given.Stamp(), order: null,
        path =>
        {
            for (var file = 0; file < files; file++)
            {
                Directory.CreateDirectory(Path.Combine(path, $"year={2000 + file % 3}"));
                File.WriteAllText(Path.Combine(path, $"year={2000 + file % 3}", $"{file}.txt"), text);
            }

            return (files, new string('a', 64));
        },
        token);

    /// <summary>The texts of all files of a result, and how many files have each.</summary>
    internal Task<string?> Texts(TenantId tenant, CancellationToken token, FeatureSetName? set = null) => Lake.Read(
        tenant, ResultKind.Features, set ?? Daily,
        path => string.Join(' ', Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(File.ReadAllText).GroupBy(text => text)
            .Select(same => $"{same.Key}:{same.Count()}")),
        token);

    /// <summary>The folders of results that stand in the lake.</summary>
    internal string[] Folders() =>
    [
        .. Directory.EnumerateDirectories(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => path.Split('/')[^1].Contains('.')).Order(StringComparer.Ordinal),
    ];

    public async ValueTask DisposeAsync()
    {
        await Tables.DisposeAsync();
        await Journal.DisposeAsync();
        Store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Write(string file, string sql)
    {
        using var database = DuckDatabase.Open(new DuckOptions { Threads = 1 });
        using var connection = database.Connect();
        connection.Execute($"COPY ({sql}) TO {DuckSql.Literal(file)} (FORMAT parquet)", CancellationToken.None);
    }
}
