using System.Globalization;

namespace SecretMagic.ClusterFaults;

/// <summary>Processes that have a part of a processor each, as if each had a small machine of its own: control groups of the kernel.</summary>
internal sealed class Shares : IDisposable
{
    /// <summary>In microseconds; a process that used its part of a period waits for the next one.</summary>
    private const int Period = 20_000;

    private const string OwnTree = "/sys/fs/cgroup/cpu", OneTree = "/sys/fs/cgroup", HandedDown = $"{OneTree}/cgroup.subtree_control";

    private readonly List<string> _groups = [];

    /// <summary>Only an administrator can make groups, and in the one tree of all, only where its root hands processors down.</summary>
    internal static bool CanBeMade =>
        Environment.IsPrivilegedProcess && (Directory.Exists(OwnTree) || (File.Exists(HandedDown) && File.ReadAllText(HandedDown).Split().Contains("cpu")));

    /// <summary>Where a kernel shows the groups of its processors: in a tree of their own, or, newer ones, in the one tree of all.</summary>
    private static string Root => Directory.Exists(OwnTree) ? OwnTree : OneTree;

    /// <summary>From now on a process gets no more than so many hundredths of one processor.</summary>
    internal void Limit(int process, int hundredths)
    {
        var group = Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"secretmagic-{process}"));
        Directory.CreateDirectory(group);
        _groups.Add(group);
        var quota = Period * hundredths / 100;
        if (File.Exists(Path.Combine(group, "cpu.max")))
        {
            Write("cpu.max", $"{quota} {Period}");
        }
        else
        {
            Write("cpu.cfs_period_us", $"{Period}");
            Write("cpu.cfs_quota_us", $"{quota}");
        }

        Write("cgroup.procs", $"{process}");

        void Write(string file, FormattableString text) =>
            File.WriteAllText(Path.Combine(group, file), text.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The processes must have ended.</summary>
    public void Dispose()
    {
        foreach (var group in _groups) Directory.Delete(group);
    }
}
