using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SecretMagic.Faults;

/// <summary>A process of the test's own, which it may stop, wake and kill.</summary>
internal sealed class Program : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    internal Program(string path, string[] arguments, string folder, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    internal int ExitCode => _process.ExitCode;

    internal string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Everything it prints until it ends.</summary>
    internal async Task<List<string>> Lines(TimeSpan deadline, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(deadline);
        var lines = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line) lines.Add(line);
        await _process.WaitForExitAsync(limit.Token);
        return lines;
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    internal void Kill()
    {
        if (!_process.HasExited) _process.Kill();
    }

    /// <summary>Sends a signal: STOP, CONT, TERM.</summary>
    internal async Task Signal(string name, CancellationToken token)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(token);
    }

    internal Task Ended(CancellationToken token) => _process.WaitForExitAsync(token);

    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
