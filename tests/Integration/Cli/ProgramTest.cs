using SecretMagic.Integration.Journal;

namespace SecretMagic.Integration.Cli;

/// <summary>Tests of the program, each in a folder and with a metadata database of its own.</summary>
public abstract class ProgramTest : StoreTest
{
    private protected SecretMagicRun Run { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Run.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Settings that name the database and a lake in the folder.</summary>
    /// <param name="also">Further lines.</param>
    private protected void WriteSettings(string also = "") =>
        Run.Write("secretmagic.yaml", $"database: '{Store.Address[1]}'\nlake:\n  root: data/lake\n{also}");
}
