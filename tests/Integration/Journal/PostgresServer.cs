using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(SecretMagic.Integration.Journal.PostgresServer))]

namespace SecretMagic.Integration.Journal;

/// <summary>
/// A PostgreSQL of the tests' own, from Debian's packages: made in a temporary folder when the first test asks for it, on a free port, gone with the tests.
/// Each test has a database for itself.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _starting = new(1);
    private string? _folder;
    private Process? _server;
    private string _programs = "";
    private int _port;
    private int _databases;

    /// <summary>How to connect to a new, empty database.</summary>
    public async Task<string> NewDatabase(CancellationToken token)
    {
        await _starting.WaitAsync(token);
        try
        {
            if (_server is null) await Start(token);
        }
        finally
        {
            _starting.Release();
        }

        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(ConnectionTo("postgres"));
        await using var create = source.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync(token);
        return ConnectionTo(name);
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_server is not null)
        {
            // An immediate shutdown: nothing of the data is wanted.
            using var stop = Run("kill", ["-QUIT", _server.Id.ToString(CultureInfo.InvariantCulture)], asOwner: false);
            using var deadline = new CancellationTokenSource(Deadline);
            await stop.WaitForExitAsync(deadline.Token);
            await _server.WaitForExitAsync(deadline.Token);
            _server.Dispose();
        }

        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Shuts the server down as an operator does: connections are cut, what was committed stays.</summary>
    public Task Stop(CancellationToken token) => End("INT", token);

    /// <summary>Ends the server as a crash does: what was committed is found again when it starts.</summary>
    public Task Crash(CancellationToken token) => End("QUIT", token);

    /// <summary>Starts it again, where it was.</summary>
    public async Task StartAgain(CancellationToken token)
    {
        _server!.Dispose();
        await Serve(token);
    }

    private async Task End(string signal, CancellationToken token)
    {
        using var stop = Run("kill", [$"-{signal}", _server!.Id.ToString(CultureInfo.InvariantCulture)], asOwner: false);
        await _server.WaitForExitAsync(token);
    }

    private async Task Start(CancellationToken token)
    {
        _programs = (Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order().LastOrDefault()
            : null)
            ?? throw new FileNotFoundException("The tests need PostgreSQL's server programs in /usr/lib/postgresql: apt-get install postgresql.");
        _folder = Directory.CreateTempSubdirectory("secretmagic-pg-").FullName;
        if (Environment.IsPrivilegedProcess) await Finish(Run("chown", ["nobody", _folder], asOwner: false), token);
        await Finish(
            Run(Path.Combine(_programs, "initdb"), ["-D", Path.Combine(_folder, "data"), "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync"], asOwner: true),
            token);
        _port = FreePort();
        await Serve(token);
    }

    private async Task Serve(CancellationToken token)
    {
        string[] options = [$"port={_port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={_folder}", "max_connections=200"];
        _server = Run(
            Path.Combine(_programs, "postgres"), ["-D", Path.Combine(_folder!, "data"), .. options.SelectMany(option => new[] { "-c", option })], asOwner: true);
        // Read from the start: while the server recovers it says something to everyone who knocks, and it would stand still when the pipe is full.
        var said = new ConcurrentQueue<string>();
        _server.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        _server.BeginErrorReadLine();
        var waited = Stopwatch.StartNew();
        while (!await Answers(token))
        {
            if (_server.HasExited || waited.Elapsed > Deadline) throw new InvalidOperationException($"PostgreSQL does not start: {string.Join('\n', said)}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), token);
        }
    }

    private async Task<bool> Answers(CancellationToken token)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
            await connection.OpenAsync(token);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>With as many connections as a process of the product has.</summary>
    private string ConnectionTo(string database) => $"Host=127.0.0.1;Port={_port};Username=tests;Database={database};Maximum Pool Size=20";

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Finish(Process process, CancellationToken token)
    {
        using (process)
        {
            var said = await process.StandardError.ReadToEndAsync(token);
            await process.WaitForExitAsync(token);
            if (process.ExitCode != 0) throw new InvalidOperationException($"{process.StartInfo.FileName} failed: {said}");
        }
    }

    /// <summary>PostgreSQL refuses root; then nobody owns the server. setpriv becomes the program, so its id is the server's.</summary>
    private static Process Run(string program, string[] arguments, bool asOwner)
    {
        var drop = asOwner && Environment.IsPrivilegedProcess;
        var start = new ProcessStartInfo(drop ? "setpriv" : program) { RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        string[] all = drop ? ["--reuid=nobody", "--regid=nogroup", "--clear-groups", program, .. arguments] : arguments;
        foreach (var argument in all) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
