using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecretMagic.Api;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Runtime;

namespace SecretMagic.Integration.Api;

/// <summary>Batches over HTTP, on each store; another process works on them.</summary>
public abstract class BatchContract : IAsyncLifetime
{
    private const string Own = "/api/v1/clients/acme/batches", Batches = "/api/v1/batches";
    private ApiSite _site = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract Task<string?> Database();

    public async ValueTask InitializeAsync()
    {
        _site = await ApiSite.Start(await Database(), Token);
        await RecipeSite.Confirmed(_site, "acme", Token, ("bom", "/data/bom.csv"), ("demand", "/data/demand.csv"));
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_batch_is_queued_once_for_its_key_and_listed_by_the_page()
    {
        var (first, queued) = await _site.Send("POST", Own, _site.Admin, new { work = "bom" }, Token, ("Idempotency-Key", "w1"));
        ((int)first.StatusCode).ShouldBe(202, $"{queued}");
        var place = first.Headers.Location!.ToString();
        var (again, _) = await _site.Send("POST", Own, _site.Admin, new { work = "bom" }, Token, ("Idempotency-Key", "w1"));
        ((int)again.StatusCode).ShouldBe(200);
        again.Headers.Location!.ToString().ShouldBe(place);
        var shown = await _site.Done("GET", place, null, Token);
        shown.GetProperty("status").GetString().ShouldBe("queued");
        shown.GetProperty("version").GetInt64().ShouldBe(1);
        foreach (var id in (string[])["b1", "b2"]) await _site.Done("POST", Own, new { work = "bom", id, attempts = 1 }, Token);
        var paged = new List<string?>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _site.Done("GET", $"{Own}?limit=1{cursor}", null, Token);
            paged.Add(page.GetProperty("items")[0].GetProperty("id").GetString());
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={next}" : null;
        }

        paged.ShouldBe(["b2", "b1", place.Split('/')[^1]]);
        await _site.Done("POST", $"{Batches}/b1/cancel", new { reason = "Too early." }, Token);
        (await _site.Done("GET", $"{Own}?status=cancelled", null, Token)).GetProperty("items")[0].GetProperty("id").GetString().ShouldBe("b1");
        (await _site.Problem("POST", $"{Batches}/b1/cancel", _site.Admin, null, Token)).ShouldBe((409, "batch-over"));
        (await _site.Problem("POST", $"{Batches}/b2/retry", _site.Admin, null, Token)).ShouldBe((409, "batch-not-failed"));
        (await _site.Problem("POST", Own, _site.Admin, new { work = "bom", id = "b2" }, Token)).ShouldBe((409, "batch-exists"));
    }

    [Fact]
    public async Task A_batch_of_another_client_is_answered_as_one_of_its_own_and_keys_of_commands_are_each_client_s_own()
    {
        await RecipeSite.Confirmed(_site, "other", Token, ("bom", "/data/bom.csv"), ("demand", "/data/demand.csv"));
        await _site.Done("POST", Own, new { work = "bom", id = "b1" }, Token, ("Idempotency-Key", "w1"));
        var key = await _site.Key("operator", Token, "other");
        var (_, own) = await _site.Send("POST", Own, _site.Admin, new { work = "bom", id = "b1" }, Token);
        const string theirs = "/api/v1/clients/other/batches";
        foreach (var wish in (string[])["w1", "w2"])
        {
            var (response, told) = await _site.Send("POST", theirs, key, new { work = "bom", id = "b1" }, Token, ("Idempotency-Key", wish));
            ((int)response.StatusCode).ShouldBe(409);
            response.Headers.Contains("Idempotent-Replay").ShouldBeFalse();
            told.GetProperty("detail").GetString().ShouldBe(own.GetProperty("detail").GetString());
            $"{told}".ShouldNotContain("acme");
        }

        var places = new List<string>();
        foreach (var (path, sender) in ((string, string)[])[(Own, _site.Admin), (theirs, key)])
        {
            var (response, _) = await _site.Send("POST", path, sender, new { work = "bom" }, Token, ("Idempotency-Key", "same"));
            ((int)response.StatusCode).ShouldBe(202, path);
            places.Add($"{response.Headers.Location}");
            ((int)(await _site.Send("GET", places[^1], sender, null, Token)).Response.StatusCode).ShouldBe(200, path);
        }

        places.ShouldBeUnique();
    }

    [Fact]
    public async Task What_is_wrong_with_a_wish_is_a_problem()
    {
        (await _site.Problem("POST", Own, _site.Admin, new { work = "features" }, Token)).ShouldBe((409, "no-source"));
        (await _site.Problem("POST", Own, _site.Admin, new { work = "magic" }, Token)).ShouldBe((400, "body-malformed"));
        (await _site.Problem("POST", Own, _site.Admin, new { work = "bom", id = "../../etc" }, Token)).ShouldBe((422, "value-refused"));
        (await _site.Problem("POST", Own, _site.Admin, new { work = "bom", attempts = 0 }, Token)).ShouldBe((422, "max-attempts"));
        (await _site.Problem("POST", Own, _site.Admin, """{"work":"bom","attempts":99999999999}""", Token)).ShouldBe((400, "body-malformed"));
        (await _site.Problem("GET", $"{Own}?status=';--", _site.Admin, null, Token)).ShouldBe((422, "value-refused"));
        (await _site.Problem("GET", $"{Own}?cursor=AAAA", _site.Admin, null, Token)).ShouldBe((422, "value-refused"));
        foreach (var id in (string[])["nothing", "..%2F..%2Fetc", "'%20OR%201=1"])
            (await _site.Problem("GET", $"{Batches}/{id}", _site.Admin, null, Token)).ShouldBe((404, "batch-unknown"));
        await _site.Done("POST", Own, new { work = "bom", id = "b1" }, Token);
        (await _site.Problem("GET", $"{Batches}/b1/events", _site.Admin, null, Token, ("Last-Event-ID", "x"))).ShouldBe((422, "value-refused"));
        await _site.Register("bare", Token);
        (await _site.Problem("POST", "/api/v1/clients/bare/batches", _site.Admin, new { work = "features" }, Token)).ShouldBe((409, "config-not-confirmed"));
    }

    [Fact]
    public async Task A_batch_of_a_client_outside_the_scope_of_a_key_is_answered_as_one_that_does_not_exist()
    {
        await _site.Register("other", Token);
        await _site.Done("POST", Own, new { work = "bom", id = "b1" }, Token);
        var key = await _site.Key("admin", Token, "other");
        foreach (var (method, tail) in ((string, string)[])[("GET", ""), ("GET", "/events"), ("POST", "/cancel"), ("POST", "/retry")])
        {
            var (response, hidden) = await _site.Send(method, $"{Batches}/b1{tail}", key, null, Token);
            ((int)response.StatusCode).ShouldBe(404, tail);
            var (_, absent) = await _site.Send(method, $"{Batches}/b9{tail}", key, null, Token);
            hidden.GetProperty("detail").GetString().ShouldBe(absent.GetProperty("detail").GetString()!.Replace("b9", "b1", StringComparison.Ordinal));
        }

        (await _site.Done("GET", $"{Batches}/b1", null, Token)).GetProperty("status").GetString().ShouldBe("queued");
    }

    [Fact]
    public async Task Events_follow_the_work_of_another_process_with_one_look_for_all_who_listen()
    {
        await using var other = await MetadataStore.Open(_site.Settings, TimeProvider.System, Token);
        await _site.Done("POST", Own, new { work = "bom", id = "b1" }, Token);
        var watch = _site.Host.Services.GetRequiredService<BatchWatch>();
        var since = TimeProvider.System.GetTimestamp();
        Task<List<(long Id, JsonElement Batch)>>[] listeners = [.. Enumerable.Range(0, 5).Select(_ => Events("b1", null))];
        await ApiSite.Until(() => Task.FromResult(watch.Looks > 0), Token);
        await Work(other, "b1", failures: [("jam", "It boils over.")]);
        var heard = await Task.WhenAll(listeners);
        var elapsed = TimeProvider.System.GetElapsedTime(since);
        watch.Looks.ShouldBeLessThanOrEqualTo(2 * (long)Math.Ceiling(elapsed.TotalSeconds) + 2);
        await ApiSite.Until(() => Task.FromResult(watch.Batches == 0), Token);
        foreach (var events in heard)
        {
            events.Select(one => one.Id).ShouldBeInOrder();
            var (version, last) = events[^1];
            version.ShouldBe(last.GetProperty("version").GetInt64());
            last.GetProperty("status").GetString().ShouldBe("done");
            last.GetProperty("progress").GetProperty("done").GetInt64().ShouldBe(3);
            last.GetProperty("result").GetProperty("place").GetString().ShouldBe("c_acme/x");
            last.GetProperty("failures")[0].GetProperty("reason").GetString().ShouldBe("It boils over.");
        }

        var final = heard[0][^1].Id;
        (await Events("b1", final - 1)).Select(one => one.Id).ShouldBe([final]);
        var (response, _) = await _site.Send("GET", $"{Batches}/b1/events", _site.Admin, null, Token, ("Last-Event-ID", $"{final}"));
        ((int)response.StatusCode).ShouldBe(204);
    }

    [Fact]
    public async Task Events_end_when_the_key_opens_nothing_any_more_and_when_the_process_ends()
    {
        await _site.Done("POST", Own, new { work = "bom", id = "b1" }, Token);
        var issued = await _site.Done("POST", "/api/v1/keys", new { name = "till", role = "reader", all_clients = true }, Token);
        var revoked = Events("b1", null, issued.GetProperty("key").GetString());
        var kept = Events("b1", null);
        var watch = _site.Host.Services.GetRequiredService<BatchWatch>();
        await ApiSite.Until(() => Task.FromResult(watch.Looks > 0), Token);
        await _site.Done("DELETE", $"/api/v1/keys/{issued.GetProperty("id").GetString()}", null, Token);
        (await revoked).Count.ShouldBeLessThanOrEqualTo(1);
        kept.IsCompleted.ShouldBeFalse();
        await _site.Host.DisposeAsync();
        (await kept).Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_comment_every_fifteen_seconds_keeps_the_way_open_while_nothing_happens()
    {
        await _site.Done("POST", Own, new { work = "bom", id = "b1" }, Token);
        await using var other = await MetadataStore.Open(_site.Settings, TimeProvider.System, Token);
        var (door, batch, time) = (new StoreDoor(), BatchId.Parse("b1"), new FastTime());
        door.Open(other);
        var watch = new BatchWatch(door, time);
        watch.Join(batch);
        using var stream = new MemoryStream();
        string Text() => Encoding.UTF8.GetString(stream.ToArray());
        var since = time.GetTimestamp();
        await new BatchEvents(watch, other, batch, 0).Write(stream, () => Task.FromResult(Text().Split(": beat").Length < 3), Token);
        time.GetElapsedTime(since).ShouldBeGreaterThan(2 * BatchEvents.Beat);
        Text().Split("event: batch").Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_failed_batch_is_tried_again()
    {
        await using var other = await MetadataStore.Open(_site.Settings, TimeProvider.System, Token);
        await _site.Done("POST", Own, new { work = "bom", id = "b1" }, Token);
        await Begin(other, "b1");
        await Tell(other, stamp => new BatchCommand.Fail(BatchId.Parse("b1"), stamp, 1, "The recipe is wrong.", MayRetry: false));
        var failed = await _site.Done("GET", $"{Batches}/b1", null, Token);
        failed.GetProperty("error").GetString().ShouldBe("The recipe is wrong.");
        await _site.Done("POST", $"{Batches}/b1/retry", null, Token, ("If-Match", $"\"{failed.GetProperty("version").GetInt64()}\""));
        (await _site.Done("GET", $"{Batches}/b1", null, Token)).GetProperty("status").GetString().ShouldBe("queued");
    }

    private async Task<List<(long Id, JsonElement Batch)>> Events(string batch, long? last, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Batches}/{batch}/events");
        request.Headers.Add("X-Api-Key", key ?? _site.Admin);
        if (last is { } known) request.Headers.Add("Last-Event-ID", $"{known}");
        using var response = await _site.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var text = await response.Content.ReadAsStringAsync(Token);
        return
        [
            .. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(part => part.StartsWith("id: ", StringComparison.Ordinal)).Select(part =>
            {
                var lines = part.Split('\n');
                using var data = JsonDocument.Parse(lines[2]["data: ".Length..]);
                return (long.Parse(lines[0]["id: ".Length..]), data.RootElement.Clone());
            }),
        ];
    }

    /// <summary>A minute in a second.</summary>
    private sealed class FastTime : TimeProvider
    {
        private const int Speed = 60;

        public override long GetTimestamp() => System.GetTimestamp() * Speed;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Speed : dueTime, period);
    }

    private static async Task Begin(MetadataStore other, string batch)
    {
        var tenant = TenantId.Parse("acme");
        var client = await other.Read<Client>(EntityId.Client(tenant), Token);
        client.TryClear(tenant, out var clearance, out _).ShouldBeTrue();
        await Tell(other, stamp => new BatchCommand.Start(BatchId.Parse(batch), stamp, clearance!, 1, "worker"));
    }

    private static async Task Work(MetadataStore other, string batch, params (string, string)[] failures)
    {
        var id = BatchId.Parse(batch);
        await Begin(other, batch);
        await Tell(other, stamp => new BatchCommand.Report(id, stamp, 1, new BatchProgress(3, 4, "")));
        await Tell(other, stamp => new BatchCommand.Complete(id, stamp, 1, new BatchResult("c_acme/x", 7, []) { Failures = PartialFailure.Of(failures) }));
    }

    private static async Task Tell(MetadataStore other, Func<Stamp, BatchCommand> wish)
    {
        var stamp = Stamp.Create(CommandId.Parse($"{Guid.CreateVersion7()}"), "worker", TimeProvider.System.GetUtcNow());
        (await other.Tell<Batch>(wish(stamp), Token)).Reply.ShouldBeOfType<Reply.Accepted>();
    }
}

public sealed class SqliteBatchTests : BatchContract
{
    private protected override Task<string?> Database() => Task.FromResult<string?>(null);
}

public sealed class PostgresBatchTests(PostgresServer server) : BatchContract
{
    private protected override async Task<string?> Database() => await server.NewDatabase(Token);
}
