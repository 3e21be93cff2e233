using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SecretMagic.Bom;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Migrations;
using SecretMagic.Storage.Tenancy;
using SecretMagic.Storage.Wire;

namespace SecretMagic.Cli;

/// <summary>
/// The command line. Exit codes: 0 done; 1 the machine failed (disk, memory, a defect of ours); 2 bad usage or bad input; 3 a rule of the domain
/// forbids it; 4 done in part: what was left out is named; 130 cancelled. A user's mistake never shows a stack trace.
/// </summary>
internal static class SecretMagicProgram
{
    /// <summary>Runs one command and gives the exit code.</summary>
    /// <param name="arguments">The words behind the program's name.</param>
    /// <param name="output">Results and summaries.</param>
    /// <param name="errors">Progress and errors.</param>
    /// <param name="around">Working folder and environment, for settings.</param>
    public static async Task<int> Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, Surroundings around)
    {
        var shell = new MetadataShell(output, errors, around);
        var root = new RootCommand("Prepares sales for forecasting: features from history, materials from recipes.")
        {
            ProcessCommand.Create(output, errors, shell),
            ExplodeCommand.Create(output, errors, shell),
            BomCommand.Create(output),
            DemoCommand.Create(output, errors),
            FeaturesCommand.Create(output),
            PlotCommand.Create(output),
            ClientsCommand.Create(shell),
            ConfigsCommand.Create(shell),
            BatchesCommand.Create(shell),
            WorkerCommand.Create(shell),
            ServeCommand.Create(shell),
            LighthouseCommand.Create(shell),
            ShardsCommand.Create(shell),
            HealthCommand.Create(output, errors, around),
            KeysCommand.Create(shell),
            ResultsCommand.Create(shell),
            VerifyCommand.Create(errors, shell),
            RowsCommand.Create(shell),
            SchedulesCommand.Create(shell),
            AuditCommand.Create(shell),
            LogsCommand.Create(shell),
            JournalCommand.Create(shell),
            SettingsCommand.Create(output, around),
        };

        var parsed = root.Parse(arguments.Count == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await errors.WriteLineAsync($"secretmagic: {error.Message}");
            await errors.WriteLineAsync($"Try: {Name(parsed)} --help");
            return 2;
        }

        using var cancellation = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = output,
                Error = errors,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, cancellation.Token);
        }
        catch (UnfinishedBatchException unfinished)
        {
            await errors.WriteLineAsync($"secretmagic: cancelled; no half result is shown, and {unfinished.Message}");
            return 130;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("secretmagic: cancelled; no half result was left behind");
            return 130;
        }
        catch (Exception problem) when (ExitCodeOf(problem) is { } code)
        {
            foreach (var line in MessageOf(problem).Split('\n')) await errors.WriteLineAsync($"secretmagic: {line}");
            return code;
        }

#pragma warning disable CA1031 // the last place: what comes here is a defect of ours, and is said to be one
        catch (Exception defect)
#pragma warning restore CA1031
        {
            await errors.WriteLineAsync($"secretmagic: a defect of the program; please report it with these lines:\n{defect}");
            return 1;
        }

        // The first signal lets the batch tidy up; a second one ends the process at once.
        void Cancel(PosixSignalContext signal)
        {
            signal.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }

    /// <summary>The program and the commands that were given, as they are typed.</summary>
    private static string Name(ParseResult parsed)
    {
        var words = new List<string>();
        for (var at = parsed.CommandResult; at.Parent is CommandResult above; at = above) words.Insert(0, at.Command.Name);
        return string.Join(' ', words.Prepend("secretmagic"));
    }

    private static string MessageOf(Exception problem) =>
        problem is DbException or SocketException ? $"the metadata database: {problem.Message}" : problem.Message;

    private static int? ExitCodeOf(Exception problem) => problem switch
    {
        InputException or UnfitRowsException => 2,
        BomCyclicDependencyException or ConflictException => 3,
        IOException or UnauthorizedAccessException => 1,
        DbException or SocketException or MigrationException or UnknownManifestException => 1,
        DuckDbException or OutOfMemoryException or TimeoutException => 1,
        _ => null,
    };
}
