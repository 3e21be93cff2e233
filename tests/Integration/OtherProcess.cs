using System.Diagnostics;
using System.Globalization;

namespace SecretMagic.Integration;

/// <summary>Programs as processes of their own; what they say is the test's to read.</summary>
internal static class OtherProcess
{
    /// <summary>The program, begun in a folder.</summary>
    /// <param name="folder">Where it begins.</param>
    /// <param name="arguments">What it is asked.</param>
    /// <param name="off">A setting of the runtime that is off; null for none.</param>
    internal static Process SecretMagic(string folder, string[] arguments, string? off = null)
    {
        var start = Piped("dotnet", [Path.Combine(AppContext.BaseDirectory, "secretmagic.dll"), .. arguments]);
        start.WorkingDirectory = folder;
        if (off is not null) start.Environment[off] = "0";
        return Process.Start(start)!;
    }

    /// <summary>The program that appends, moves and computes until it is killed.</summary>
    internal static Process Appender(params string[] arguments) =>
        Process.Start(Piped(Path.Combine(AppContext.BaseDirectory, "SecretMagic.Appender"), arguments))!;

    /// <summary>Sends a signal such as <c>INT</c>; the process has it when this returns.</summary>
    internal static void Signal(this Process program, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", program.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }

    /// <summary>Waits until it has done what it was asked.</summary>
    internal static async Task Finish(this Process program, TimeSpan deadline, CancellationToken token)
    {
        var errors = program.StandardError.ReadToEndAsync(token);
        await program.StandardOutput.ReadToEndAsync(token).WaitAsync(deadline, token);
        await program.WaitForExitAsync(token).WaitAsync(deadline, token);
        program.ExitCode.ShouldBe(0, await errors);
    }

    private static ProcessStartInfo Piped(string program, string[] arguments) => new(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
