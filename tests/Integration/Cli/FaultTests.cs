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
        using var program = Start();
        await UntilItWrites(program);
        Signal(program, "INT");
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
            await UntilItWrites(program);
            program.Kill();
            await program.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        }

        Directory.Exists(_run.PathOf("out/features/test_v1")).ShouldBeFalse("half a result must not be seen");
        using (var again = Start())
        {
            await Finish(again);
        }

        Directory.GetFileSystemEntries(_run.PathOf("out/features")).Select(Path.GetFileName).ShouldBe(["test_v1"]);
        _run.Query("SELECT count(*) FROM '{out}/out/features/test_v1/*/*.parquet'")[0][0].ShouldBe("4000000");
    }

    [Fact]
    public async Task Two_runs_at_once_into_one_place_leave_one_whole_result()
    {
        using var first = Start();
        using var second = Start();
        await Finish(first);
        await Finish(second);
        Directory.GetFileSystemEntries(_run.PathOf("out/features")).Select(Path.GetFileName).ShouldBe(["test_v1"]);
        _run.Query("SELECT count(*), count(DISTINCT series_id) FROM '{out}/out/features/test_v1/*/*.parquet'")[0].ShouldBe(["4000000", "4000"]);
    }

    private static async Task Finish(Process program)
    {
        var errors = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        program.ExitCode.ShouldBe(0, await errors);
    }

    private static void Signal(Process program, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", program.Id.ToString()]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "secretmagic.dll"), "process", "--input", _run.PathOf("sales.parquet"), "--output", _run.PathOf("out"),
            "--features", _run.PathOf("features.yaml"),
        ])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private async Task UntilItWrites(Process program)
    {
        var clock = Stopwatch.StartNew();
        while (!Directory.Exists(_run.PathOf("out")) || !Directory.EnumerateFiles(_run.PathOf("out"), "part-*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Any())
        {
            program.HasExited.ShouldBeFalse("the run ended before it could be disturbed");
            clock.Elapsed.ShouldBeLessThan(Deadline);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
