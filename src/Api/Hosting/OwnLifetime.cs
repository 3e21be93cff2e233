using Microsoft.Extensions.Hosting;

namespace SecretMagic.Api;

/// <summary>The program hears of signals itself and says when the host ends.</summary>
internal sealed class OwnLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
