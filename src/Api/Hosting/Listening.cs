using Microsoft.AspNetCore.Builder;

namespace SecretMagic.Api;

/// <summary>How a host begins to listen.</summary>
internal static class Listening
{
    /// <summary>Listens, and tells where; a host that cannot is closed.</summary>
    /// <exception cref="IOException">It cannot listen there.</exception>
    internal static async Task Begin(WebApplication app, Action<string> told, CancellationToken token)
    {
        try
        {
            await app.StartAsync(token);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        foreach (var url in app.Urls) told(url);
    }
}
