using SecretMagic.Storage.Lake;

namespace SecretMagic.Integration.Lake;

public sealed class StagedDirectoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secretmagic-").FullName;

    private string Final => Path.Combine(_folder, "lake", "features");

    [Fact]
    public void A_committed_directory_appears_whole()
    {
        using (var staged = StagedDirectory.Open(Final))
        {
            Directory.CreateDirectory(Path.Combine(staged.Path, "year=2024"));
            File.WriteAllText(Path.Combine(staged.Path, "year=2024", "part"), "new");
            Directory.Exists(Final).ShouldBeFalse();
            staged.Commit();
            File.ReadAllText(Path.Combine(Final, "year=2024", "part")).ShouldBe("new");
        }

        Beside().ShouldBe(["features"]);
    }

    [Fact]
    public void A_file_that_cannot_be_synced_early_fails_the_commit()
    {
        Put(Final, "old");
        using (var staged = StagedDirectory.Open(Final))
        {
            Put(staged.Path, "new");
            staged.SyncEarly(Path.Combine(staged.Path, "lost"));
            Should.Throw<IOException>(staged.Commit);
        }

        Read(Final).ShouldBe("old");
        Beside().ShouldBe(["features"]);
    }

    [Fact]
    public void An_abandoned_directory_leaves_nothing_and_changes_nothing()
    {
        Put(Final, "old");
        using (var staged = StagedDirectory.Open(Final)) Put(staged.Path, "new");
        Read(Final).ShouldBe("old");
        Beside().ShouldBe(["features"]);
    }

    [Fact]
    public void A_commit_replaces_what_stood_there()
    {
        Put(Final, "old");
        File.WriteAllText(Path.Combine(Final, "another"), "gone with the old");
        using (var staged = StagedDirectory.Open(Final))
        {
            Put(staged.Path, "new");
            staged.Commit();
            Should.Throw<InvalidOperationException>(staged.Commit);
        }

        Read(Final).ShouldBe("new");
        Directory.GetFiles(Final).Length.ShouldBe(1);
        Beside().ShouldBe(["features"]);
    }

    [Fact]
    public void A_crash_between_the_two_renames_returns_the_old_directory()
    {
        Put(Sibling("4711-dead.old"), "old");
        Put(Sibling("4711-dead.tmp"), "new");
        File.WriteAllText(Sibling("4711-dead.lock"), "");
        StagedDirectory.Recover(Final);
        Read(Final).ShouldBe("old");
        Beside().ShouldBe(["features"]);
    }

    [Fact]
    public void A_crash_after_the_second_rename_keeps_the_new_directory()
    {
        Put(Final, "new");
        Put(Sibling("4711-dead.old"), "old");
        StagedDirectory.Recover(Final);
        Read(Final).ShouldBe("new");
        Beside().ShouldBe(["features"]);
    }

    [Fact]
    public void Opening_tidies_after_the_dead_and_spares_the_living_and_the_neighbours()
    {
        Put(Sibling("4711-dead.tmp"), "half");
        Put(Path.Combine(_folder, "lake", ".features.daily.4711-dead.tmp"), "of another directory");
        using var living = StagedDirectory.Open(Final);
        Put(living.Path, "of the living");
        using (var second = StagedDirectory.Open(Final))
        {
            Directory.Exists(Sibling("4711-dead.tmp")).ShouldBeFalse();
            Directory.Exists(Path.Combine(_folder, "lake", ".features.daily.4711-dead.tmp")).ShouldBeTrue();
            second.Path.ShouldNotBe(living.Path);
        }

        living.Commit();
        Read(Final).ShouldBe("of the living");
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused_before_any_work()
    {
        File.WriteAllText(Path.Combine(_folder, "lake"), "a file in the way");
        Should.Throw<IOException>(() => StagedDirectory.Open(Final));
    }

    [Fact]
    public void A_file_at_the_final_place_is_not_replaced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Final)!);
        using var staged = StagedDirectory.Open(Final);
        File.WriteAllText(Final, "a file");
        Should.Throw<IOException>(staged.Commit);
        File.ReadAllText(Final).ShouldBe("a file");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Put(string directory, string text)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "part"), text);
    }

    private static string Read(string directory) => File.ReadAllText(Path.Combine(directory, "part"));

    private string Sibling(string rest) => Path.Combine(_folder, "lake", ".features." + rest);

    private string[] Beside() => [.. Directory.GetFileSystemEntries(Path.Combine(_folder, "lake")).Select(path => Path.GetFileName(path)).Order()];
}
