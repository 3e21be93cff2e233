using SecretMagic.Domain;
using SecretMagic.Pipeline;
using Spectre.Console;

namespace SecretMagic.Cli;

/// <summary>What a command has to say, for scripts and for people.</summary>
/// <param name="Json">All of it.</param>
/// <param name="Show">What a person reads.</param>
/// <param name="ExitCode">How the program ends.</param>
internal sealed record Answer(object Json, Action<IAnsiConsole> Show, int ExitCode = 0)
{
    /// <summary>What a person is told of a refusal, beside the results.</summary>
    public string? Problem { get; private init; }

    /// <summary>A rule forbids it.</summary>
    /// <param name="rejection">Which rule, and why.</param>
    /// <param name="hint">The command that helps.</param>
    public static Answer Refused(Reply.Rejected rejection, string? hint) =>
        new(new { Reply = "rejected", rejection.Code, rejection.Reason, Hint = hint }, _ => { }, 3)
        {
            Problem = hint is null ? rejection.Reason : $"{rejection.Reason}\n{hint}",
        };

    /// <summary>Writes it in one of the two forms.</summary>
    public void Write(TextWriter output, TextWriter errors, bool isJson)
    {
        if (isJson)
        {
            output.WriteLine(ResultJson.Text(Json));
            return;
        }

        Show(ReportConsole.Create(output));
        foreach (var line in Problem?.Split('\n') ?? []) errors.WriteLine($"secretmagic: {line}");
    }
}
