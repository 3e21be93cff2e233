using System.Diagnostics;

namespace SecretMagic.Faults;

/// <summary>A disk in memory that a test may fill. Only an administrator can make one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    internal string Path { get; }

    internal static async Task<SmallDisk> Mount(int megabytes, CancellationToken token)
    {
        var path = Directory.CreateTempSubdirectory("secretmagic-disk-").FullName;
        await Run("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path], token);
        return new SmallDisk(path);
    }

    /// <summary>Nothing more fits on it until the answer is disposed.</summary>
    internal IDisposable Fill()
    {
        var ballast = System.IO.Path.Combine(Path, "ballast");
        using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[1 << 16];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // It is full.
        }

        return new Ballast(ballast);
    }

    public async ValueTask DisposeAsync()
    {
        await Run("umount", ["-l", Path], CancellationToken.None);
        Directory.Delete(Path);
    }

    private static async Task Run(string program, string[] arguments, CancellationToken token)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var said = await process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program}: {said}");
    }

    private sealed class Ballast(string path) : IDisposable
    {
        public void Dispose() => File.Delete(path);
    }
}
