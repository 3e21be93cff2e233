using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Unit.Runtime;

public sealed class ProgressTallyTests
{
    [Fact]
    public void Stages_that_take_turns_and_begin_again_are_one_progress_that_never_goes_back()
    {
        var tally = new ProgressTally();
        (string Stage, long Done, long Total)[] told =
            [("find", 0, 0), ("read", 5, 10), ("write", 3, 20), ("read", 10, 10), ("read", 2, 10), ("write", 25, 20), ("place", 25, 25)];
        var last = 0L;
        foreach (var (stage, done, total) in told)
        {
            tally.Report(new BatchProgress(stage, done, total));
            tally.Now.Done.ShouldBeGreaterThanOrEqualTo(last);
            tally.Now.Total.ShouldBeGreaterThanOrEqualTo(tally.Now.Done);
            last = tally.Now.Done;
        }

        last.ShouldBe(10 + 25 + 25);
    }
}
