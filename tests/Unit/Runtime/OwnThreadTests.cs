using SecretMagic.Runtime;

namespace SecretMagic.Unit.Runtime;

/// <summary>Work on a thread of its own.</summary>
public sealed class OwnThreadTests
{
    [Fact]
    public async Task Work_stays_on_one_thread_that_is_none_of_the_pool_whatever_it_waits_for()
    {
        var threads = await OwnThread.Run(async () =>
        {
            var seen = new List<(int Id, bool IsPool)> { Here() };
            for (var wait = 0; wait < 20; wait++)
            {
                await Task.Yield();
                seen.Add(Here());
                await Task.Run(() => 1, TestContext.Current.CancellationToken);
                seen.Add(Here());
            }

            return seen;
        });
        threads.Distinct().ShouldHaveSingleItem().IsPool.ShouldBeFalse();

        static (int, bool) Here() => (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread);
    }

    [Fact]
    public async Task A_failure_and_an_end_that_was_asked_for_are_the_callers()
    {
        (await Should.ThrowAsync<InvalidOperationException>(() => OwnThread.Run<int>(() => throw new InvalidOperationException("at once")))).Message.ShouldBe("at once");
        await Should.ThrowAsync<FormatException>(() => OwnThread.Run<int>(async () =>
        {
            await Task.Yield();
            throw new FormatException();
        }));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var stopped = OwnThread.Run(async () =>
        {
            await Task.Delay(Timeout.Infinite, stop.Token);
            return 1;
        });
        await Should.ThrowAsync<OperationCanceledException>(stopped);
        stopped.IsCanceled.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_caller_says_of_itself_goes_along()
    {
        var local = new AsyncLocal<string> { Value = "mine" };
        (await OwnThread.Run(async () =>
        {
            await Task.Yield();
            return local.Value;
        })).ShouldBe("mine");
    }
}
