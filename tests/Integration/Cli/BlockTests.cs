using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Integration.Cli;

/// <summary>A batch that ends before its time goes on behind its finished blocks, and its result is the one of a batch that was never disturbed.</summary>
public sealed class BlockTests : IDisposable
{
    private const int Blocks = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly SecretMagicRun _run = new();

    public BlockTests()
    {
        using (var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions()))
        using (var connection = database.Connect())
        {
            connection.Execute(
                $"""
                COPY (SELECT 'item ' || s AS series_id, DATE '2018-06-01' + d::INTEGER AS timestamp, (hash(s * 1000 + d) % 50)::DOUBLE AS target
                      FROM range(1000) a(s), range(1000) b(d) WHERE hash(s * 31 + d) % 3 > 0 ORDER BY s::VARCHAR, d)
                TO '{_run.PathOf("sales.parquet")}' (FORMAT parquet)
                """,
                CancellationToken.None);
        }

        _run.Features("{ type: ma, windows: [7, 90] }", "{ type: ema, alpha: 0.5, nan_strategy: decay, name: \"d\" }");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string[] Hidden => Directory.Exists(_run.PathOf("out/features"))
        ? [.. Directory.GetFileSystemEntries(_run.PathOf("out/features"), ".*").Select(path => Path.GetExtension(path))]
        : [];

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_killed_batch_goes_on_behind_its_finished_blocks_and_makes_the_same_bytes()
    {
        await Killed(behind: 2);
        Directory.Exists(_run.PathOf("out/features/test_v1")).ShouldBeFalse("half a result must not be seen");

        var result = Run("out");
        result.Blocks.ShouldBe(Blocks);
        result.BlocksFound.ShouldBeInRange(1, 2, "the second record may not have been written yet");
        _run.Fingerprints("out").ShouldBe(Undisturbed());
        Hidden.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("part")]
    [InlineData("piece")]
    [InlineData("shorter")]
    [InlineData("gone")]
    public void A_block_that_is_not_as_it_was_is_computed_again(string damage)
    {
        Cancelled("out", behind: 2);
        var pattern = damage == "piece" ? "*.piece" : "part-*";
        var found = Directory.GetFiles(Work("out"), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(found);
        bytes[bytes.Length / 2] ^= 1;
        if (damage == "gone") File.Delete(found);
        else File.WriteAllBytes(found, damage == "shorter" ? bytes[..^1] : bytes);

        Run("out").BlocksFound.ShouldBe(1);
        _run.Fingerprints("out").ShouldBe(Undisturbed());
    }

    [Fact]
    public void Blocks_of_another_input_are_not_used_and_do_not_stay()
    {
        Cancelled("out", behind: 2);
        Directory.Move(Work("out"), _run.PathOf("kept"));
        var before = File.ReadAllText(_run.PathOf("features.yaml"));
        File.WriteAllText(_run.PathOf("features.yaml"), before + "# the same, said otherwise\n");
        Cancelled("out", behind: 1);
        // The records of the first request under the name of the second.
        foreach (var piece in Directory.GetFiles(_run.PathOf("kept"), "*.piece"))
            File.Copy(piece, Path.Combine(Work("out"), Path.GetFileName(piece)), overwrite: true);
        Run("out").BlocksFound.ShouldBe(0);
        Hidden.ShouldBeEmpty();
        File.WriteAllText(_run.PathOf("features.yaml"), before);
        Cancelled("out", behind: 1);
        File.AppendAllText(_run.PathOf("features.yaml"), "# again\n");
        Run("out").BlocksFound.ShouldBe(0);
        Hidden.ShouldBeEmpty();
    }

    [Fact]
    public void A_cancelled_batch_says_what_it_keeps_and_the_next_one_computes_the_rest()
    {
        var unfinished = Cancelled("out", behind: 3);
        unfinished.Kept.ShouldBe(3);
        unfinished.Message.ShouldBe("3 of 4 blocks are kept; the same again goes on behind them");
        Hidden.ShouldBe([".work"]);

        var seen = new List<BatchProgress>();
        var result = FeatureBatch.Run(Options("out"), new Told(seen.Add), TimeProvider.System, Token);
        result.BlocksFound.ShouldBe(3);
        seen.Where(progress => progress.Blocks > 0).Min(progress => progress.BlocksDone).ShouldBe(3);
        seen.Where(progress => progress.Stage == "Read the sales").Max(progress => progress.Done).ShouldBeLessThan(result.Manifest.InputRows / 3);
        _run.Fingerprints("out").ShouldBe(Undisturbed());
        Hidden.ShouldBeEmpty();
        Run("out").Unchanged.ShouldBeTrue();
    }

    [Fact]
    public void Another_size_of_blocks_and_panels_makes_the_same_files()
    {
        Cancelled("out", behind: 2);
        var options = Options("out") with { PanelBytes = 1, Threads = 2 };
        FeatureBatch.Run(options, new Told(_ => { }), TimeProvider.System, Token).BlocksFound.ShouldBe(2);
        _run.Fingerprints("out").ShouldBe(Undisturbed());
    }

    [Fact]
    public void Pooled_columns_of_a_batch_that_goes_on_are_made_from_all_series()
    {
        File.WriteAllText(_run.PathOf("features.yaml"), File.ReadAllText(_run.PathOf("features.yaml")).Replace(
            "features:", "pooled:\n  - { name: others, how: sum, leave_out: true }\nfeatures:\n  - { type: lag, lags: [1], column: others, name: others }"));
        Cancelled("out", behind: 2);
        Run("out").BlocksFound.ShouldBe(2);
        _run.Fingerprints("out").ShouldBe(Undisturbed());
    }

    [Fact]
    public void A_batch_whose_blocks_another_one_writes_works_apart()
    {
        Cancelled("out", behind: 2);
        using (new FileStream(Path.Combine(Work("out"), "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Run("out").BlocksFound.ShouldBe(0);
            Hidden.ShouldBe([".work"]);
        }

        _run.Fingerprints("out/features/test_v1").Count.ShouldBe(Undisturbed().Count);
        Run("out").Unchanged.ShouldBeTrue();
        Hidden.ShouldBeEmpty("what a process left that ended between its commit and its end is tidied");
    }

    [Fact]
    public void Another_attempt_with_a_folder_of_its_own_goes_on_and_the_blocks_stay_until_the_result_is_safe()
    {
        var opened = FeatureRequest.Open(Options("out") with { Threads = 1 }, TimeProvider.System, Token);
        FeatureRequest Attempt(int number) => opened.At(_run.PathOf($"lake/set/batch.{number}"), work: _run.PathOf("lake/set/set"));
        using var stop = new CancellationTokenSource();
        Should.Throw<UnfinishedBatchException>(() => FeatureBatch.Run(Attempt(1), Behind(2, stop), stop.Token));
        FeatureBatch.Run(Attempt(2), new Told(_ => { }), Token).BlocksFound.ShouldBe(2);
        Directory.Delete(_run.PathOf("lake/set/batch.2"), recursive: true);
        FeatureBatch.Run(Attempt(3), new Told(_ => { }), Token).BlocksFound.ShouldBe(Blocks);
        FeatureBatch.RemoveWork(Attempt(3));
        Directory.GetFileSystemEntries(_run.PathOf("lake/set")).Select(Path.GetFileName).ShouldBe(["batch.3"]);
        _run.Fingerprints("lake/set/batch.3").Values.Order(StringComparer.Ordinal).ShouldBe(Undisturbed().Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_clients_next_run_goes_on_behind_the_blocks_of_the_one_before_and_leaves_only_its_result()
    {
        await _run.Done("clients add acme --name Acme");
        await _run.Done($"configs set acme ema {_run.Write("ema.json", """{"span":7}""")}");
        await _run.Done("configs confirm acme");
        var surroundings = new Surroundings(_run.Folder, _run.Environment);
        await using var store = await MetadataStore.Open(Settings.Read(surroundings, null, null), TimeProvider.System, Token);
        var client = await store.Read<Client>(EntityId.Client(Given.Acme), Token);
        client.TryClear(Given.Acme, out var clearance, out _).ShouldBeTrue();
        ClientFeatures Features() => new(
            new ClientRun(store, clearance, WorkKind.Features, Given.Stamp()),
            FeatureRequest.Open(Options("") with { Client = "acme", Threads = 1 }, TimeProvider.System, Token));

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAsync<UnfinishedBatchException>(
            () => Features().Publish(request => FeatureBatch.Run(request, Behind(2, stop), stop.Token), Token));
        var result = await Features().Publish(request => FeatureBatch.Run(request, new Told(_ => { }), Token), Token);
        result.BlocksFound.ShouldBe(2);
        Directory.GetFileSystemEntries(Path.GetDirectoryName(result.Directory)!).ShouldBe([result.Directory]);
    }

    private static Told Behind(int blocks, CancellationTokenSource stop) => new(progress =>
    {
        if (progress.BlocksDone >= blocks) stop.Cancel();
    });

    private UnfinishedBatchException Cancelled(string name, int behind)
    {
        using var stop = new CancellationTokenSource();
        return Should.Throw<UnfinishedBatchException>(
            () => FeatureBatch.Run(Options(name) with { Threads = 1 }, Behind(behind, stop), TimeProvider.System, stop.Token));
    }

    private FeatureBatchResult Run(string name) => FeatureBatch.Run(Options(name), new Told(_ => { }), TimeProvider.System, Token);

    private Dictionary<string, string> Undisturbed()
    {
        FeatureBatch.Run(Options("undisturbed") with { BlockBytes = long.MaxValue }, new Told(_ => { }), TimeProvider.System, Token).Blocks.ShouldBe(1);
        return _run.Fingerprints("undisturbed");
    }

    private FeatureBatchOptions Options(string name) => new()
    {
        Input = _run.PathOf("sales.parquet"),
        Output = _run.PathOf(name),
        FeatureSet = _run.PathOf("features.yaml"),
        BlockBytes = 1,
        Threads = 2,
    };

    private string Work(string name) => Directory.GetDirectories(_run.PathOf($"{name}/features"), ".*.work").ShouldHaveSingleItem();

    private async Task Killed(int behind)
    {
        using var program = OtherProcess.Appender(
            "features", _run.PathOf("sales.parquet"), _run.PathOf("features.yaml"), _run.PathOf("out"), "1", $"{behind}");
        while (await program.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(Deadline, Token) is { } line && line != $"{behind}")
            program.HasExited.ShouldBeFalse("the batch ended before it could be disturbed");
        program.Kill();
        await program.WaitForExitAsync(Token).WaitAsync(Deadline, Token);
    }

    private sealed class Told(Action<BatchProgress> tell) : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value) => tell(value);
    }
}
