using System.CommandLine;
using SecretMagic.Api;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic serve</c>: the HTTP API, and a worker beside it.</summary>
internal static class ServeCommand
{
    public static Command Create(MetadataShell shell)
    {
        var urls = new Option<string?>("--urls") { HelpName = "URLS", Description = "where to listen; api.urls by default" };
        urls.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && SettingKey.ApiUrls.Refusal(text) is { } refusal) result.AddError($"--urls: {refusal}");
        });
        var noWorker = new Option<bool>("--no-worker") { Description = "work on no batches: other processes do" };
        var pages = new Option<string?>("--pages") { HelpName = "DIR", Description = "read the pages of the browser from here, to change them", Hidden = true };
        var demo = new Option<bool>("--demo") { Description = "have a client 'demo' with everything, on the bundled data" };
        var data = new Option<string>("--data") { HelpName = "DIR", Description = "the bundled data, for --demo", DefaultValueFactory = _ => "data" };
        var concurrency = WorkerCommand.Concurrency();
        var command = new Command("serve", "Serve the HTTP API, and work on queued batches, until it is stopped.")
        {
            urls, noWorker, concurrency, demo, data, pages,
        };
        return shell.Hosts(command, async (settings, parsed, say, token) =>
        {
            var options = new ApiOptions
            {
                Pages = parsed.GetValue(pages),
                Urls = parsed.GetValue(urls) ?? settings.ApiUrls,
                Join = ClusterHome.Of(settings, isWorker: !parsed.GetValue(noWorker), say),
                Worker = parsed.GetValue(noWorker) ? null : new WorkerOptions
                {
                    Name = WorkerCommand.NewName(),
                    Concurrency = parsed.GetValue(concurrency),
                    Lease = settings.WorkLease,
                    LimitPerClient = settings.WorkLimitPerClient,
                },
            };
            await using var host = await ApiHost.Start(settings, options, TimeProvider.System, say, token);
            if (parsed.GetValue(demo)) await Demonstrate(host, settings, Path.GetFullPath(parsed.GetRequiredValue(data), shell.Folder), say, token);
            await host.Run(token);
            say("ending: requests that run are finished");
        });
    }

    private static async Task Demonstrate(ApiHost host, Settings settings, string data, Action<string> say, CancellationToken token)
    {
        try
        {
            var inputs = Path.Combine(Path.GetDirectoryName(settings.LakeRoot) ?? settings.LakeRoot, "demo-input");
            await new DemoClient(await host.Opened(token), say).Set(data, inputs, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The end that was asked for; the next start goes on.
        }
    }
}
