using System.CommandLine;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic worker</c>: works on what is queued.</summary>
internal static class WorkerCommand
{
    public static Command Create(MetadataShell shell)
    {
        var concurrency = Concurrency();
        var lease = new Option<double?>("--lease")
        {
            HelpName = "SECONDS",
            Description = "how long a batch stays with a worker that is not heard of; work.lease_seconds by default",
        };
        lease.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is < 0.5 or > 3_600 or double.NaN) result.AddError("--lease: give 0.5 to 3600 seconds.");
        });
        var untilIdle = new Option<bool>("--until-idle") { Description = "end when no batch waits" };
        var health = HealthOption.Create();
        var command = new Command("worker", "Work on queued batches until it is stopped. Any number of workers share the work of one database.")
        {
            concurrency, lease, untilIdle, health,
        };
        return shell.Hosts(command, async (settings, parsed, say, token) =>
        {
            await using var door = await HealthOption.Open(parsed.GetValue(health), say, token);
            await using var store = await MetadataStore.OpenWhenReachable(
                settings, TimeProvider.System, say, token, ClusterHome.Of(settings, isWorker: true, say));
            var options = new WorkerOptions
            {
                Name = NewName(),
                Concurrency = parsed.GetValue(concurrency),
                Lease = parsed.GetValue(lease) is { } seconds ? TimeSpan.FromSeconds(seconds) : settings.WorkLease,
                LimitPerClient = settings.WorkLimitPerClient,
                UntilIdle = parsed.GetValue(untilIdle),
            };
            say($"worker {options.Name} works, {options.Concurrency} at a time");
            door?.Open(store);
            try
            {
                await new Worker(store, options, say).Run(token);
            }
            finally
            {
                door?.Close();
            }

            say("worker ended");
        });
    }

    /// <summary>How many batches a worker works on at a time.</summary>
    internal static Option<int> Concurrency()
    {
        var concurrency = new Option<int>("--concurrency") { HelpName = "N", Description = "batches at a time, 1 to 64", DefaultValueFactory = _ => 1 };
        concurrency.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64) result.AddError("--concurrency: give 1 to 64.");
        });
        return concurrency;
    }

    /// <summary>A name that no other worker has.</summary>
    internal static string NewName() => $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
}
