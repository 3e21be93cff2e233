using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Lake;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Integration.Tenancy;

/// <summary>Results in the lake: registered or nowhere, swept when no register knows them.</summary>
public sealed class TenantLakeTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_newest_result_is_read_the_one_before_stays_and_older_ones_are_swept(string kind)
    {
        await using var site = await Site.Open(kind, server, Token);
        await site.Confirm(Token, Site.Acme);
        (await site.Texts(Site.Acme, Token)).ShouldBeNull();
        foreach (var text in (string[])["a", "b", "c"])
        {
            (await site.Result(Site.Acme, text, 5, Token)).ShouldBeOfType<Reply.Accepted>();
            (await site.Texts(Site.Acme, Token)).ShouldBe($"{text}:5");
        }

        (await site.Journal.Results(Site.Acme, Token)).Select(result => (result.Batch.Value, result.IsCurrent)).ShouldBe([("b-2", false), ("b-3", true)]);
        (await Sweep(site, Site.Acme)).ShouldBe(1);
        site.Folders().ShouldBe(["c_acme/features/daily/b-2.1", "c_acme/features/daily/b-3.1"]);
        (await Sweep(site, Site.Acme)).ShouldBe(0);
        (await site.Texts(Site.Acme, Token)).ShouldBe("c:5");
        (await site.Journal.Verify(Token)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sweep_removes_what_died_and_leaves_what_lives_what_is_young_and_what_is_another_clients()
    {
        await using var site = await Site.Open("sqlite", server, Token);
        await site.Confirm(Token, Site.Acme, Site.Other);
        await site.Result(Site.Acme, "a", 1, Token);
        await site.Result(Site.Other, "b", 1, Token);
        string Place(string name) => Path.Combine(site.Root, "c_acme", "features", "daily", name);
        Directory.CreateDirectory(Place("dead.1"));
        Directory.CreateDirectory(Place(".dead.2.7-x.tmp"));
        Directory.CreateDirectory(Place(".dead.3.0f.gone"));
        Directory.CreateDirectory(Place(".daily.0f.work"));
        using (var living = StagedDirectory.Open(Place("living.1")))
        {
            File.WriteAllText(Path.Combine(living.Path, "x"), "x");
            living.Commit();
            (await new LakeSweep(site.Journal, site.Lake, TimeProvider.System).Run(Site.Acme, TimeSpan.FromHours(1), Token)).ShouldBe(0, "all are young");
            Directory.Exists(Place(".daily.0f.work")).ShouldBeTrue();
            (await Sweep(site, Site.Acme)).ShouldBe(1);
            site.Folders().ShouldBe(["c_acme-features/features/daily/b-2.1", "c_acme/features/daily/b-1.1", "c_acme/features/daily/living.1"]);
        }

        Directory.Exists(Place(".daily.0f.work")).ShouldBeFalse();
        Directory.CreateDirectory(Place(".daily.1f.work"));
        using var alive = new FileStream(Path.Combine(Place(".daily.1f.work"), "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        (await Sweep(site, Site.Acme)).ShouldBe(1, "its writer is gone and never registered it");
        Directory.Exists(Place(".daily.1f.work")).ShouldBeTrue("a living process has it");
        (await site.Texts(Site.Other, Token)).ShouldBe("b:1");
    }

    [Fact]
    public async Task A_result_that_is_rejected_leaves_nothing()
    {
        await using var site = await Site.Open("sqlite", server, Token);
        await site.Confirm(Token, Site.Acme);
        (await site.Result(Site.Other, "a", 1, Token)).ShouldBeOfType<Reply.Rejected>().Code.ShouldBe("client-unknown");
        var client = Given.Client(site.Journal);
        var reply = await site.Lake.Publish(
            Site.Acme, ResultKind.Features, Site.Daily, BatchId.Parse("late"), 1, Given.Stamp(), order: null,
            path =>
            {
                File.WriteAllText(Path.Combine(path, "x"), "x");
                // The client begins to move while the result is written.
                client.Accept(Token, new ClientCommand.MoveTenant(Site.Acme, Given.Stamp(), TenantMode.Shared)).GetAwaiter().GetResult();
                return (1, new string('a', 64));
            },
            Token);
        reply.ShouldBeOfType<Reply.Rejected>().Code.ShouldBe("tenant-moving");
        (await site.Result(Site.Acme, "a", 1, Token)).ShouldBeOfType<Reply.Rejected>().Code.ShouldBe("tenant-moving");
        site.Folders().ShouldBeEmpty();
        (await Sweep(site, Site.Acme)).ShouldBeNull("a move was begun: it is resumed, not swept");
    }

    [Fact]
    public async Task A_lake_beside_an_empty_journal_is_not_swept()
    {
        await using var site = await Site.Open("sqlite", server, Token);
        Directory.CreateDirectory(Path.Combine(site.Root, "c_acme", "features", "daily", "night-1.1"));
        (await Sweep(site, Site.Acme)).ShouldBeNull();
        site.Folders().ShouldBe(["c_acme/features/daily/night-1.1"]);
    }

    [Fact]
    public async Task An_attempt_writes_once()
    {
        await using var site = await Site.Open("sqlite", server, Token);
        await site.Confirm(Token, Site.Acme);
        Task<Reply> Again() => site.Lake.Publish(
            Site.Acme, ResultKind.Coverage, Site.Daily, BatchId.Parse("b"), 1, Given.Stamp(), order: null, _ => (0, new string('a', 64)), Token);
        (await Again()).ShouldBeOfType<Reply.Accepted>();
        await Should.ThrowAsync<InvalidOperationException>(Again);
    }

    private static Task<int?> Sweep(Site site, TenantId tenant) =>
        new LakeSweep(site.Journal, site.Lake, TimeProvider.System).Run(tenant, TimeSpan.FromDays(-1), Token);
}
