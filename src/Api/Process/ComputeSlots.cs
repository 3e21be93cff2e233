namespace SecretMagic.Api;

/// <summary>Requests that compute by themselves: one a core, the others wait.</summary>
internal sealed class ComputeSlots : IDisposable
{
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);

    /// <summary>Waits for a slot; disposing what is given frees it.</summary>
    internal async Task<IDisposable> Enter(CancellationToken token)
    {
        await _free.WaitAsync(token);
        return new Slot(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
