using System.Diagnostics;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary>The console that reports are written to: as wide as the terminal, or wide enough for whole lines where there is none.</summary>
internal static class ReportConsole
{
    private const int WidthWithoutTerminal = 160;

    public static IAnsiConsole Create(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!ReferenceEquals(output, Console.Out) || Console.IsOutputRedirected) console.Profile.Width = WidthWithoutTerminal;
        return console;
    }

    /// <summary>Time, throughput in some unit and the process' peak memory so far.</summary>
    public static string Cost(TimeSpan elapsed, long done, string unit)
    {
        using var self = Process.GetCurrentProcess();
        return $"{elapsed.TotalSeconds:0.0} s, {done / Math.Max(elapsed.TotalSeconds, 1e-3):N0} {unit}/s, "
            + $"{self.PeakWorkingSet64 / 1048576.0:N0} MB peak memory";
    }
}
