namespace SecretMagic.Integration.Journal;

/// <summary>Tests that have a store of their own each.</summary>
public abstract class StoreTest : IAsyncLifetime
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected Store Store { get; private set; } = null!;

    private protected abstract Task<Store> NewStore();

    public virtual async ValueTask InitializeAsync() => Store = await NewStore();

    public virtual ValueTask DisposeAsync()
    {
        Store.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
