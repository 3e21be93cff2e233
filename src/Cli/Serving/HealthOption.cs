using System.CommandLine;
using SecretMagic.Api;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary><c>--health</c>: where a process without the API says how it is.</summary>
internal static class HealthOption
{
    internal static Option<string?> Create()
    {
        var health = new Option<string?>("--health")
        {
            HelpName = "URLS",
            Description = "answer /health, /ready and /metrics here, such as http://0.0.0.0:8080",
        };
        health.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && SettingKey.ApiUrls.Refusal(text) is { } refusal) result.AddError($"--health: {refusal}");
        });
        return health;
    }

    /// <summary>Begins to answer; null where nobody asked for it.</summary>
    internal static async Task<HealthHost?> Open(string? urls, Action<string> say, CancellationToken token) =>
        urls is null ? null : await HealthHost.Start(urls, TimeProvider.System, say, token);
}
