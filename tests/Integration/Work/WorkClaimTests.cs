using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Work;

namespace SecretMagic.Integration.Work;

/// <summary>Which worker gets which batch, on every store.</summary>
public abstract class WorkClaimTests : JournalTest
{
    private const int NoLimit = 1_000;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5), Deadline = TimeSpan.FromMinutes(1);

    private WorkClaims Claims => Journal.Claims;

    [Fact]
    public async Task Of_many_claimers_in_two_processes_no_two_get_the_same_batch_and_all_are_got()
    {
        foreach (var client in (string[])["a", "b", "c", "d"]) await Queue(client, 10);
        await using var other = await Store.Open(Token);
        var got = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async number =>
        {
            var claims = (number % 2 == 0 ? Journal : other).Claims;
            while (await claims.Waits(Token))
                if (await claims.Claim($"w{number}", Long, NoLimit, Token) is { } claim) got.Add(claim.Batch.Value);
        }));
        got.Count.ShouldBe(40);
        got.Distinct().Count().ShouldBe(40);
    }

    [Fact]
    public async Task A_claim_that_is_not_renewed_ends_and_the_one_behind_it_has_a_higher_fence()
    {
        await Queue("a", 1);
        var first = (await Claims.Claim("w1", Long, NoLimit, Token)).ShouldNotBeNull();
        (await Claims.Renew(first.Batch, first.Fence, Long, Token)).ShouldBeTrue();
        (await Claims.Reap(Token)).ShouldBe(0);
        (await Claims.Claim("w2", Long, NoLimit, Token)).ShouldBeNull();
        (await Claims.Renew(first.Batch, first.Fence, TimeSpan.FromMilliseconds(1), Token)).ShouldBeTrue();
        await Until(async () => await Claims.Reap(Token) == 1);
        (await Claims.Renew(first.Batch, first.Fence, Long, Token)).ShouldBeFalse();
        (await Claims.Release(first.Batch, first.Fence, TimeSpan.Zero, Token)).ShouldBeFalse();
        var second = (await Claims.Claim("w2", Long, NoLimit, Token)).ShouldNotBeNull();
        second.Batch.ShouldBe(first.Batch);
        second.Fence.ShouldBeGreaterThan(first.Fence);
    }

    [Fact]
    public async Task A_batch_that_is_released_with_a_pause_waits_for_it_and_lets_others_go_first()
    {
        await Queue("a", 2);
        var first = (await Claims.Claim("w1", Long, NoLimit, Token)).ShouldNotBeNull();
        (await Claims.Release(first.Batch, first.Fence, Long, Token)).ShouldBeTrue();
        var second = (await Claims.Claim("w1", Long, NoLimit, Token)).ShouldNotBeNull();
        second.Batch.ShouldNotBe(first.Batch);
        (await Claims.Claim("w1", Long, NoLimit, Token)).ShouldBeNull();
        (await Claims.Waits(Token)).ShouldBeTrue();
        (await Claims.Release(second.Batch, second.Fence, TimeSpan.Zero, Token)).ShouldBeTrue();
        (await Claims.Claim("w1", Long, NoLimit, Token)).ShouldNotBeNull().Batch.ShouldBe(second.Batch);
    }

    [Fact]
    public async Task A_client_with_many_batches_starves_nobody_and_runs_no_more_than_its_limit()
    {
        await Queue("flood", 50);
        await Claimed("flood");
        await Queue("late", 2);
        await Claimed("late");
        await Claimed("flood");
        await Claimed("late");
        (await Claims.Claim("w", Long, 2, Token)).ShouldBeNull();
        await Queue("third", 1);
        await Claimed("third");

        async Task Claimed(string client) =>
            (await Claims.Claim("w", Long, 2, Token)).ShouldNotBeNull().Batch.Value.ShouldStartWith(client);
    }

    [Fact]
    public async Task Of_one_worker_clients_get_turns_however_long_one_has_waited()
    {
        await Queue("flood", 5);
        await Queue("late", 2);
        var turns = new List<string>();
        for (var turn = 0; turn < 6; turn++)
        {
            var claim = (await Claims.Claim("w", Long, NoLimit, Token)).ShouldNotBeNull();
            turns.Add(claim.Batch.Value[..^2]);
            await Cancel(claim.Batch);
        }

        turns.ShouldBe(["flood", "late", "flood", "late", "flood", "flood"]);
    }

    [Fact]
    public async Task Of_the_explosions_of_a_client_one_runs_and_features_beside_it()
    {
        await Queue("a", 1, features: false);
        await Queue("b", 1, features: false);
        await Queue("a", 2, features: false, from: 1);
        (await Claims.Claim("w", Long, NoLimit, Token)).ShouldNotBeNull().Work.ShouldBe(WorkKind.Bom);
        (await Claims.Claim("w", Long, NoLimit, Token)).ShouldNotBeNull();
        (await Claims.Claim("w", Long, NoLimit, Token)).ShouldBeNull();
        await Queue("a", 1, from: 5);
        (await Claims.Claim("w", Long, NoLimit, Token)).ShouldNotBeNull().Work.ShouldBe(WorkKind.Features);
    }

    [Fact]
    public async Task Batches_that_are_over_are_not_claimed_and_one_that_is_tried_again_is_with_a_higher_fence()
    {
        var clearance = await Queue("a", 1);
        var first = (await Claims.Claim("w1", Long, NoLimit, Token)).ShouldNotBeNull();
        await Given.Batch(Journal, first.Batch).Accept(
            Token, new BatchCommand.Start(first.Batch, Given.Stamp(), clearance, 1, "w1"), new BatchCommand.Fail(first.Batch, Given.Stamp(), 1, "x", false));
        (await Claims.Renew(first.Batch, first.Fence, Long, Token)).ShouldBeFalse();
        (await Claims.Waits(Token)).ShouldBeFalse();
        await Given.Batch(Journal, first.Batch).Accept(Token, new BatchCommand.Retry(first.Batch, Given.Stamp()));
        var second = (await Claims.Claim("w1", Long, NoLimit, Token)).ShouldNotBeNull();
        second.Fence.ShouldBeGreaterThan(first.Fence);
        await Given.Batch(Journal, first.Batch).Accept(
            Token, new BatchCommand.Start(first.Batch, Given.Stamp(), clearance, 2, "w1"), new BatchCommand.GiveBack(first.Batch, Given.Stamp(), 2));
        (await Claims.Renew(first.Batch, second.Fence, Long, Token)).ShouldBeFalse();
        (await Claims.Claim("w2", Long, NoLimit, Token)).ShouldNotBeNull().Fence.ShouldBeGreaterThan(second.Fence);
        (await Journal.Verify(Token)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_result_of_an_attempt_that_does_not_run_any_more_is_refused_and_that_of_the_running_one_is_not()
    {
        var clearance = await Queue("a", 1);
        var batch = BatchId.Parse("a-0");
        await Given.Batch(Journal, batch).Accept(
            Token, new BatchCommand.Start(batch, Given.Stamp(), clearance, 1, "w1"), new BatchCommand.Start(batch, Given.Stamp(), clearance, 2, "w2"));
        await Should.ThrowAsync<DbException>(() => Register(1));
        (await Journal.Results(TenantId.Parse("a"), Token)).ShouldBeEmpty();
        (await Register(2)).ShouldBeOfType<Reply.Accepted>();
        await Cancel(batch);
        await Should.ThrowAsync<DbException>(() => Register(2));
        (await Journal.Verify(Token)).Findings.ShouldBeEmpty();

        Task<Reply> Register(int attempt) => Given.Client(Journal, TenantId.Parse("a")).Handle(
            new ClientCommand.RegisterResult(
                TenantId.Parse("a"), Given.Stamp(), ResultKind.Features, FeatureSetName.Parse("demand_v1"), batch, attempt, TenantMode.PrefixedTables, 1,
                new string('a', 64)),
            Token);
    }

    [Fact]
    public async Task An_open_batch_that_nobody_can_claim_and_a_claim_of_one_that_is_over_are_found()
    {
        await Queue("a", 2);
        await Cancel(BatchId.Parse("a-1"));
        (await Journal.Verify(Token)).Findings.ShouldBeEmpty();
        await Store.Rows("UPDATE work_claims SET batch_id = 'a-1' RETURNING batch_id", Token);
        (await Journal.Verify(Token)).Findings.ShouldBe(
        [
            "work_claims, batch a-0: the batch is open, but no worker can claim it.",
            "work_claims, batch a-1: workers can claim it, but the batch is over.",
        ], ignoreOrder: true);
    }

    /// <summary>Registers a client where it is not, and queues batches for it: <c>a-0</c>, <c>a-1</c> ...</summary>
    private async Task<Clearance> Queue(string name, int count, bool features = true, int from = 0)
    {
        var tenant = TenantId.Parse(name);
        var client = Given.Client(Journal, tenant);
        if ((await client.Read(Token)).State.Name is null)
            await client.Accept(Token, Given.Register(tenant), Given.Configure("{}", tenant), new ClientCommand.ConfirmConfig(tenant, Given.Stamp(), 1));
        (await client.Read(Token)).State.TryClear(tenant, out var clearance, out _).ShouldBeTrue();
        var order = features
            ? Given.Order
            : new WorkOrder(WorkKind.Bom, Given.Order.Options.Clear().Add("bom", "/data/bom.csv").Add("demand", "/data/demand.csv"));
        foreach (var number in Enumerable.Range(from, count))
        {
            var batch = BatchId.Parse($"{name}-{number}");
            await Given.Batch(Journal, batch).Accept(Token, new BatchCommand.Enqueue(batch, Given.Stamp(), clearance!, order, 3));
        }

        return clearance!;
    }

    private Task Cancel(BatchId batch) => Given.Batch(Journal, batch).Accept(Token, new BatchCommand.Cancel(batch, Given.Stamp(), "not needed"));

    private static async Task Until(Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition()) waited.Elapsed.ShouldBeLessThan(Deadline);
    }
}

public sealed class SqliteWorkClaimTests : WorkClaimTests
{
    private protected override Task<Store> NewStore() => Task.FromResult<Store>(new SqliteStore());
}
