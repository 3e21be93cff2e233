using System.Diagnostics;

namespace SecretMagic.Integration.Cli;

/// <summary>The real program, interrupted and killed in the middle of its work: a result is there whole or not at all.</summary>
public sealed class FaultTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly SecretMagicRun _run = new();

    public FaultTests()
    {
        using var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions());
        using var connection = database.Connect();
        connection.Execute(
            $"COPY (SELECT s::INTEGER AS series_id, DATE '2015-01-01' + d::INTEGER AS timestamp, (s * d % 17)::DOUBLE AS target FROM range(4000) a(s), range(1000) b(d)) "
            + $"TO '{_run.PathOf("sales.parquet")}' (FORMAT parquet)",
            CancellationToken.None);
        _run.Features("{ type: ma, windows: [7, 14, 28, 90] }", "{ type: std, windows: [7, 14, 28, 90] }", "{ type: lag, lags: [1, 7, 14, 28] }");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Ctrl_C_in_the_middle_leaves_nothing_behind()
    {
        // So many columns take several times as long as it takes to disturb the run, and cost nothing, as they are never finished.
        _run.Features([.. Enumerable.Range(1, 19).Select(part => $"{{ type: quantile, quantile: {part / 20d}, windows: [28, 63, 90, 120, 150, 180, 210, 250, 300, 365] }}")]);
        using var program = Start();
        await Disturb(program, "INT");
        await program.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        program.ExitCode.ShouldBe(130);
        (await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("cancelled");
        Directory.Exists(_run.PathOf("out")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_killed_run_shows_no_result_and_the_next_one_tidies_up_and_finishes()
    {
        using (var program = Start())
        {
            await Disturb(program, "KILL");
            await program.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        }

        Directory.Exists(_run.PathOf("out/features/test_v1")).ShouldBeFalse("half a result must not be seen");
        using (var again = Start())
        {
            await again.Finish(Deadline, TestContext.Current.CancellationToken);
        }

        Directory.GetFileSystemEntries(_run.PathOf("out/features")).Select(Path.GetFileName).ShouldBe(["test_v1"]);
        _run.Query("SELECT count(*) FROM '{out}/out/features/test_v1/*/*.parquet'")[0][0].ShouldBe("4000000");
    }

    [Fact]
    public async Task Two_runs_at_once_into_one_place_leave_one_whole_result()
    {
        using var first = Start();
        using var second = Start();
        await first.Finish(Deadline, TestContext.Current.CancellationToken);
        await second.Finish(Deadline, TestContext.Current.CancellationToken);
        Directory.GetFileSystemEntries(_run.PathOf("out/features")).Select(Path.GetFileName).ShouldBe(["test_v1"]);
        _run.Query("SELECT count(*), count(DISTINCT series_id) FROM '{out}/out/features/test_v1/*/*.parquet'")[0].ShouldBe(["4000000", "4000"]);
    }

    private Process Start() => OtherProcess.SecretMagic(
        _run.Folder, ["process", "--input", _run.PathOf("sales.parquet"), "--output", _run.PathOf("out"), "--features", _run.PathOf("features.yaml")]);

    /// <summary>Signals the program as soon as it writes, from a thread that waits for nobody: tests beside this one may hold all others up.</summary>
    private Task Disturb(Process program, string signal) => Task.Factory.StartNew(
        () =>
        {
            SpinWait.SpinUntil(() => program.HasExited || Writes(), Deadline).ShouldBeTrue();
            program.HasExited.ShouldBeFalse("the run ended before it could be disturbed");
            program.Signal(signal);
        },
        TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool Writes() => Directory.Exists(_run.PathOf("out")) && Directory.EnumerateFiles(
        _run.PathOf("out"), "part-*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Any();
}
