using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Integration.Tenancy;

/// <summary>A client moves with its results and tables, also when the process is killed on the way.</summary>
public sealed class TenantMoveTests(PostgresServer server)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly TenantMode[] Modes = Enum.GetValues<TenantMode>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Results_and_tables_are_the_same_in_every_mode_and_nothing_stays_behind(string kind)
    {
        await using var site = await Filled(kind);
        foreach (var mode in (TenantMode[])[TenantMode.DedicatedDb, TenantMode.Shared, TenantMode.Shared, TenantMode.PrefixedTables])
        {
            (await site.Move().Run(Site.Acme, mode, "anna", new Progress<MoveStep>(), Token)).ShouldBeOfType<Reply.Accepted>();
            await Sound(site);
            (await site.Store.Rows("SELECT tenant_mode, moving_to FROM clients WHERE organization_id = 'acme'", Token))
                .ShouldBe([$"{(mode == TenantMode.DedicatedDb ? "dedicated_db" : mode == TenantMode.Shared ? "shared" : "prefixed_tables")}|null"]);
            site.Folders().Length.ShouldBe(3);
            site.Folders().Count(folder => folder.StartsWith(Domain.Tenancy.TenantFolder.Of(Site.Acme, mode) + "/")).ShouldBe(2, $"{mode}");
        }

        (await site.Journal.Verify(Token)).Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Who_reads_during_moves_gets_one_whole_result(string kind)
    {
        await using var site = await Filled(kind);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(
            async () =>
            {
                var reads = 0;
                for (; !stop.IsCancellationRequested; reads++) await Sound(site);
                return reads;
            },
            Token)).ToArray();
        for (var turn = 1; turn < 7; turn++)
            (await site.Move().Run(Site.Acme, Modes[turn % 3], "anna", new Progress<MoveStep>(), Token)).ShouldBeOfType<Reply.Accepted>();
        await stop.CancelAsync();
        foreach (var reader in readers) (await reader).ShouldBeGreaterThan(0);
    }

    /// <summary>Killed behind each of its steps: begun, each result placed, tables moved, finished, removed.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_move_killed_behind_any_step_leaves_one_whole_place_and_is_finished_by_the_next(string kind)
    {
        await using var site = await Filled(kind);
        for (var step = 1; step <= 6; step++)
        {
            var to = Modes[step % 3];
            (await Killed(site, to, step)).Length.ShouldBe(step);
            await Sound(site);
            var begun = (await site.Store.Rows("SELECT moving_to FROM clients WHERE organization_id = 'acme'", Token))[0] != "null";
            begun.ShouldBe(step < 5, "step 5 is the switch");
            (await site.Result(Site.Acme, "x", 1, Token, FeatureSetName.Parse("more"))).ShouldBeOfType(begun ? typeof(Reply.Rejected) : typeof(Reply.Accepted));
            await Sound(site);
            (await site.Move().Run(Site.Acme, to, "anna", new Progress<MoveStep>(), Token)).ShouldBeOfType<Reply.Accepted>();
            await Sound(site);
            site.Folders().Where(folder => !folder.StartsWith("c_acme-features/"))
                .ShouldAllBe(folder => folder.StartsWith(Domain.Tenancy.TenantFolder.Of(Site.Acme, to) + "/"));
        }
    }

    /// <summary>Killed wherever it is when time is up, many times; then turned back.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_move_killed_at_any_moment_may_also_be_turned_back(string kind)
    {
        await using var site = await Filled(kind, files: 400);
        for (var turn = 0; turn < 5; turn++)
        {
            await Killed(site, TenantMode.DedicatedDb, int.MaxValue, TimeSpan.FromMilliseconds(15 * turn * turn));
            await Sound(site, files: 400);
        }

        (await site.Move().Run(Site.Acme, TenantMode.PrefixedTables, "anna", new Progress<MoveStep>(), Token)).ShouldBeOfType<Reply.Accepted>();
        await Sound(site, files: 400);
        site.Folders().Length.ShouldBe(3);
        site.Folders().ShouldAllBe(folder => folder.StartsWith("c_acme"));
        (await site.Journal.Verify(Token)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_that_move_a_client_at_once_one_is_told_to_wait()
    {
        await using var site = await Filled("sqlite");
        using var held = TenantLock.TryHold(site.Root, Site.Acme);
        (await site.Move().Run(Site.Acme, TenantMode.Shared, "anna", new Progress<MoveStep>(), Token)).ShouldBeOfType<Reply.Busy>();
        (await site.Move().Run(TenantId.Parse("nobody"), TenantMode.Shared, "anna", new Progress<MoveStep>(), Token))
            .ShouldBeOfType<Reply.Rejected>().Code.ShouldBe("client-unknown");
    }

    private async Task<Site> Filled(string kind, int files = 20)
    {
        var site = await Site.Open(kind, server, Token);
        await site.Confirm(Token, Site.Acme, Site.Other);
        await site.Result(Site.Acme, "old", files, Token);
        await site.Result(Site.Acme, "new", files, Token);
        await site.Result(Site.Other, "other", 3, Token);
        await site.Publish(Site.Acme, site.Rows(10, 1), Token);
        await site.Publish(Site.Acme, site.Rows(10, 2), Token, Site.Daily);
        await site.Publish(Site.Other, site.Rows(10, 3), Token);
        return site;
    }

    /// <summary>Both clients are read whole: no row and no file is missing, double, or the other's.</summary>
    private static async Task Sound(Site site, int files = 20)
    {
        (await site.Texts(Site.Acme, Token)).ShouldBe($"new:{files}");
        (await site.Texts(Site.Other, Token)).ShouldBe("other:3");
        foreach (var (tenant, set, value) in new (TenantId, FeatureSetName?, int)[] { (Site.Acme, null, 1), (Site.Acme, Site.Daily, 2), (Site.Other, null, 3) })
        {
            var rows = await site.Read(tenant, Token, set);
            rows.Length.ShouldBe(100);
            rows.Distinct().Count().ShouldBe(100);
            rows.ShouldAllBe(row => row.EndsWith($"|{value}|{value}"));
        }
    }

    /// <summary>The steps that a process told before it was killed.</summary>
    private static async Task<string[]> Killed(Site site, TenantMode to, int steps, TimeSpan? after = null)
    {
        using var program = OtherProcess.Appender(["move", .. site.Address, "acme", $"{to}", $"{steps}"]);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Deadline);
        var errors = program.StandardError.ReadToEndAsync(deadline.Token);
        (await program.StandardOutput.ReadLineAsync(deadline.Token)).ShouldBe("ready", $"{(program.HasExited ? await errors : "")}");
        var lines = new List<string>();
        if (after is { } time)
        {
            using var timer = new Timer(_ => program.Kill(), null, time, Timeout.InfiniteTimeSpan);
            await program.WaitForExitAsync(deadline.Token);
            return [];
        }

        while (lines.Count < steps && await program.StandardOutput.ReadLineAsync(deadline.Token) is { } line) lines.Add(line);
        program.Kill();
        await program.WaitForExitAsync(deadline.Token);
        program.ExitCode.ShouldBe(137, $"it was killed, it did not end by itself: {await errors}");
        return [.. lines];
    }
}
