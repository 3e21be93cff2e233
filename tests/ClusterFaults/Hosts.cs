using System.Diagnostics;
using System.Globalization;

namespace SecretMagic.ClusterFaults;

/// <summary>
/// Machines of a network of their own, which can be cut off from each other: namespaces of the kernel, with a bridge to this process. Only an administrator can
/// make them. What reaches a database through the file system still does.
/// </summary>
internal sealed class Hosts : IAsyncDisposable
{
    private static int s_networks;
    private readonly int _count;
    private readonly string _name;
    private readonly int _net;

    private Hosts(int count)
    {
        _count = count;
        _net = Environment.ProcessId * 7 % 200 + Interlocked.Increment(ref s_networks);
        _name = string.Create(CultureInfo.InvariantCulture, $"sm{Environment.ProcessId % 100_000}{_net}");
    }

    /// <summary>The address of this process among them.</summary>
    internal string Here => string.Create(CultureInfo.InvariantCulture, $"10.77.{_net}.1");

    internal static async Task<Hosts> Make(int count, CancellationToken token)
    {
        var hosts = new Hosts(count);
        var bridge = $"{hosts._name}b";
        await Ip($"link add {bridge} type bridge", token);
        await Ip($"addr add {hosts.Here}/24 dev {bridge}", token);
        await Ip($"link set {bridge} up", token);
        for (var host = 0; host < count; host++)
        {
            var (space, end) = (hosts.Space(host), $"{hosts._name}v{host}");
            await Ip($"netns add {space}", token);
            await Ip($"link add {end} type veth peer name eth0 netns {space}", token);
            await Ip($"link set {end} master {bridge} up", token);
            await Ip($"-n {space} addr add {hosts.Address(host)}/24 dev eth0", token);
            await Ip($"-n {space} link set eth0 up", token);
            await Ip($"-n {space} link set lo up", token);
        }

        return hosts;
    }

    internal string Address(int host) => string.Create(CultureInfo.InvariantCulture, $"10.77.{_net}.{10 + host}");

    /// <summary>The name of a host: <c>ip netns exec NAME</c> runs a program there.</summary>
    internal string Space(int host) => string.Create(CultureInfo.InvariantCulture, $"{_name}n{host}");

    /// <summary>Nothing passes between a host and all others any more.</summary>
    internal async Task Cut(int host, CancellationToken token)
    {
        foreach (var route in Routes(host, "add")) await Ip(route, token);
    }

    /// <summary>It does again.</summary>
    internal async Task Heal(int host, CancellationToken token)
    {
        foreach (var route in Routes(host, "del")) await Ip(route, token);
    }

    public async ValueTask DisposeAsync()
    {
        for (var host = 0; host < _count; host++) await Ip($"netns del {Space(host)}", CancellationToken.None);
        await Ip($"link del {_name}b", CancellationToken.None);
        // Routes of this process go with the bridge only when they lead through it.
        for (var host = 0; host < _count; host++) await Ip($"route del blackhole {Address(host)}/32", CancellationToken.None, mayFail: true);
    }

    private IEnumerable<string> Routes(int host, string change)
    {
        yield return $"route {change} blackhole {Address(host)}/32";
        yield return $"-n {Space(host)} route {change} blackhole {Here}/32";
        for (var other = 0; other < _count; other++)
        {
            if (other == host) continue;
            yield return $"-n {Space(other)} route {change} blackhole {Address(host)}/32";
            yield return $"-n {Space(host)} route {change} blackhole {Address(other)}/32";
        }
    }

    private static async Task Ip(string arguments, CancellationToken token, bool mayFail = false)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var said = await ip.StandardError.ReadToEndAsync(token);
        await ip.WaitForExitAsync(token);
        if (ip.ExitCode != 0 && !mayFail) throw new InvalidOperationException($"ip {arguments}: {said}");
    }
}
