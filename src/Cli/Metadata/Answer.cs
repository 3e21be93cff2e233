using SecretMagic.Pipeline;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary>What a command has to say, for scripts and for people.</summary>
/// <param name="Json">All of it.</param>
/// <param name="Show">What a person reads.</param>
/// <param name="ExitCode">How the program ends.</param>
internal sealed record Answer(object Json, Action<IAnsiConsole> Show, int ExitCode = 0)
{
    /// <summary>Writes it in one of the two forms.</summary>
    public void Write(TextWriter output, bool isJson)
    {
        if (isJson) output.WriteLine(ResultJson.Text(Json));
        else Show(ReportConsole.Create(output));
    }
}
