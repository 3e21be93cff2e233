using System.CommandLine;
using System.Net;
using System.Text.Json;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic health</c>: asks a process how it is, for whatever keeps it running. Exit codes: 0 it is well, 1 it is not.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create(TextWriter output, TextWriter errors, Surroundings around)
    {
        var settings = new SettingsOptions(around);
        var url = new Option<string?>("--url") { HelpName = "URL", Description = "where it answers; the first of api.urls by default" };
        url.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && SettingKey.ApiUrls.Refusal(text) is { } refusal) result.AddError($"--url: {refusal}");
        });
        var ready = new Option<bool>("--ready") { Description = "ask whether it can work, not only whether it lives" };
        var command = new Command("health", "Ask a process (serve, or worker and lighthouse with --health) how it is: exit code 0 well, 1 not.") { url, ready };
        settings.AddPlaceTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var root = new Uri((parsed.GetValue(url) ?? settings.Of(parsed).ApiUrls).Split(';')[0]);
            var address = new Uri(Reached(root), parsed.GetValue(ready) ? "/ready" : "/health");
            var (isWell, says) = await Ask(address, token);
            await (isWell ? output : errors).WriteLineAsync($"{(isWell ? "" : "secretmagic: ")}{address}: {says}");
            return isWell ? 0 : 1;
        });
        return command;
    }

    /// <summary>Who listens on every address of a machine is asked at its own.</summary>
    private static Uri Reached(Uri root) => !IPAddress.TryParse(root.DnsSafeHost, out var host) ? root
        : host.Equals(IPAddress.Any) ? new UriBuilder(root) { Host = $"{IPAddress.Loopback}" }.Uri
        : host.Equals(IPAddress.IPv6Any) ? new UriBuilder(root) { Host = $"[{IPAddress.IPv6Loopback}]" }.Uri
        : root;

    private static async Task<(bool IsWell, string Says)> Ask(Uri address, CancellationToken token)
    {
        using var direct = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(direct) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address, token);
            return (answer.IsSuccessStatusCode, WordOf(await answer.Content.ReadAsStringAsync(token)) ?? $"status {(int)answer.StatusCode}");
        }
        catch (HttpRequestException away)
        {
            return (false, away.Message);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return (false, $"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    /// <summary>Its status, or what is wrong with it; null of an answer that is not one of this program.</summary>
    private static string? WordOf(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind != JsonValueKind.Object) return null;
            return (answer.RootElement.TryGetProperty("status", out var word) && word.ValueKind == JsonValueKind.String)
                || answer.RootElement.TryGetProperty("detail", out word) ? $"{word}" : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
