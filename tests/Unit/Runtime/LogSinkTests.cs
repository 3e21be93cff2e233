using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Unit.Runtime;

/// <summary>Lines of the log on their way into the store.</summary>
public sealed class LogSinkTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<LogRow[]> _groups = new();

    private LogRow[] Lines => [.. _groups.SelectMany(group => group)];

    [Fact]
    public async Task Every_line_is_stored_in_order_before_the_end()
    {
        await using (var sink = Sink(Keep))
        {
            var log = LogOf(sink);
            for (var at = 0; at < 2_000; at++) Say(log, at);
        }

        Lines.Select(line => line.Message).ShouldBe(Enumerable.Range(0, 2_000).Select(at => $"line {at}"));
        _groups.ShouldAllBe(group => group.Length <= LogSink.MaxGroup);
    }

    [Fact]
    public async Task A_line_knows_what_it_is_about_and_the_nearest_scope_counts()
    {
        using var activity = new Activity("test").Start();
        await using (var sink = Sink(Keep))
        {
            var log = LogOf(sink);
            using (log.BeginScope(LogScope.Of(TenantId.Parse("acme"), BatchId.Parse("b1"), FeatureTypeName.Parse("ema"))))
            using (log.BeginScope(LogScope.Of(null, BatchId.Parse("b2"), null)))
            {
                Say(log, 1);
                OfClient(log, "other", null);
            }

            activity.Stop();
            Say(log, 2);
        }

        Lines.Select(line => line.Context).ShouldBe(
            [
                $$"""{"client_id":"acme","batch_id":"b2","feature_type":"ema","trace_id":"{{activity.TraceId}}"}""",
                $$"""{"client_id":"other","batch_id":"b2","feature_type":"ema","trace_id":"{{activity.TraceId}}"}""", "{}",
            ]);
        Lines[1].ShouldSatisfyAllConditions(line => line.Level.ShouldBe("error"), line => line.Message.ShouldBe("about other"));
    }

    [Fact]
    public async Task Who_logs_never_waits_and_what_is_too_much_is_dropped_and_counted()
    {
        var (entered, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using (var sink = Sink(async (rows, _) =>
        {
            entered.TrySetResult();
            await open.Task;
            _groups.Enqueue([.. rows]);
        }))
        {
            var log = LogOf(sink);
            Say(log, 0);
            await entered.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
            // The store holds the first line and does not come back; these are more than may wait.
            for (var at = 1; at <= LogSink.Capacity + 7; at++) Say(log, at);
            open.SetResult();
        }

        Lines.Count(line => line.Message.StartsWith("line ")).ShouldBe(LogSink.Capacity + 1);
        var said = Lines.Where(line => !line.Message.StartsWith("line ")).ShouldHaveSingleItem();
        (said.Level, said.Message).ShouldBe(("warn", "7 lines of the log were dropped: the store failed, or too many waited."));
    }

    [Fact]
    public async Task A_store_that_fails_loses_its_lines_and_they_are_counted_when_it_is_back()
    {
        var (failed, isBack) = (new TaskCompletionSource(), false);
        await using (var sink = Sink((rows, token) =>
        {
            if (isBack) return Keep(rows, token);
            failed.TrySetResult();
            throw new IOException("disk full");
        }))
        {
            var log = LogOf(sink);
            Say(log, 1);
            await failed.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
            isBack = true;
            Say(log, 2);
        }

        Lines.Select(line => line.Message).Order().ShouldBe(["1 lines of the log were dropped: the store failed, or too many waited.", "line 2"]);
    }

    [Fact]
    public async Task The_end_does_not_wait_for_a_store_that_hangs()
    {
        var never = new TaskCompletionSource();
        var sink = Sink((_, _) => never.Task, TimeSpan.FromMilliseconds(20));
        Say(LogOf(sink), 1);
        await sink.DisposeAsync().AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken);
        _groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_secret_stands_in_no_line()
    {
        const string Password = "correct horse";
        await using (var sink = Sink(Keep, secret: Password))
            OfClient(LogOf(sink), $"a{Password}b", new InvalidOperationException($"no login with {Password}"));
        var line = Lines.ShouldHaveSingleItem();
        $"{line}".ShouldNotContain(Password);
        (line.Message, line.Context).ShouldBe(("about a***b", """{"client_id":"a***b"}"""));
        line.Error!.ShouldContain("no login with ***");
    }

    [Fact]
    public async Task Every_store_can_hold_a_line_whatever_it_says()
    {
        await using (var sink = Sink(Keep)) OfClient(LogOf(sink), "a\0b\ud800c" + new string('x', 10_000), null);
        var line = Lines.ShouldHaveSingleItem();
        line.Message.ShouldStartWith("about a b?cxxx");
        line.Message.Length.ShouldBe(4_000);
        line.Context.Length.ShouldBeLessThan(300);
    }

    [Theory]
    [InlineData("debug", "debug info warn error")]
    [InlineData("info", "info warn error")]
    [InlineData("error", "error")]
    [InlineData("off", "")]
    public async Task Only_levels_from_the_least_on_are_stored(string least, string stored)
    {
        await using (var sink = Sink(Keep))
        {
            var log = LogOf(sink, LogLevels.Of(least));
            foreach (var level in (LogLevel[])[LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error]) AtLevel(log, level);
        }

        string.Join(' ', Lines.Select(line => line.Level)).ShouldBe(stored);
    }

    [Fact]
    public async Task Old_lines_go_in_portions_and_the_end_leaves_the_rest()
    {
        var (old, portions) = (3_500, 0);
        await LogRetention.Run(Forget, DateTimeOffset.UnixEpoch, () => false, CancellationToken.None);
        (old, portions).ShouldBe((0, 4));
        (old, portions) = (3_500, 0);
        await LogRetention.Run(Forget, DateTimeOffset.UnixEpoch, () => portions == 2, CancellationToken.None);
        (old, portions).ShouldBe((1_500, 2));

        Task<int> Forget(DateTimeOffset before, int limit, CancellationToken token)
        {
            portions++;
            var gone = Math.Min(old, limit);
            old -= gone;
            return Task.FromResult(gone);
        }
    }

    private static LogSink Sink(Func<IReadOnlyList<LogRow>, CancellationToken, Task> store, TimeSpan? patience = null, string? secret = null) =>
        new(store, (_, _) => Task.CompletedTask, new LogRows(new Secret(secret, "a test"), TimeProvider.System), patience ?? Deadline);

    private static ILogger LogOf(LogSink sink, LogLevel least = LogLevel.Debug) =>
        new LoggerFactory([sink], new LoggerFilterOptions { MinLevel = least }).CreateLogger("tests");

    private static readonly Action<ILogger, int, Exception?> s_say = LoggerMessage.Define<int>(LogLevel.Information, 1, "line {Number}");
    private static readonly Action<ILogger, string, Exception?> s_ofClient = LoggerMessage.Define<string>(LogLevel.Error, 2, "about {ClientId}");

    private static void Say(ILogger log, int number) => s_say(log, number, null);

    private static void OfClient(ILogger log, string client, Exception? error) => s_ofClient(log, client, error);

    private static void AtLevel(ILogger log, LogLevel level) => LoggerMessage.Define(level, 3, "a line")(log, null);

    private Task Keep(IReadOnlyList<LogRow> rows, CancellationToken token)
    {
        _groups.Enqueue([.. rows]);
        return Task.CompletedTask;
    }
}
