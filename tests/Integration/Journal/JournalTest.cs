using SecretMagic.Storage.Journal;

namespace SecretMagic.Integration.Journal;

/// <summary>Tests of a journal on a store of its own.</summary>
public abstract class JournalTest : StoreTest
{
    private protected IJournal Journal { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Journal = await Store.Open(Token);
    }

    public override async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
