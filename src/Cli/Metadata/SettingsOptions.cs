using System.CommandLine;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary>The options that say which settings hold, and <c>--json</c>: the same for every command that reads settings.</summary>
internal sealed class SettingsOptions(Surroundings around)
{
    private readonly Option<string?> _file = new("--settings")
    {
        HelpName = "FILE",
        Description = $"the settings; {Settings.FileName} of the working folder by default",
        Recursive = true,
    };

    private readonly Option<string?> _database = new("--store")
    {
        HelpName = "FILE|CONNECTION",
        Description = "the metadata database, before all other settings",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "as JSON", Recursive = true };

    /// <summary>Adds the options to a command and those below it.</summary>
    public void AddTo(Command command)
    {
        AddPlaceTo(command);
        command.Options.Add(_json);
    }

    /// <summary>The same for a command that has no form for scripts.</summary>
    public void AddPlaceTo(Command command)
    {
        foreach (var option in (Option[])[_file, _database]) command.Options.Add(option);
    }

    /// <summary>The settings that hold.</summary>
    public Settings Of(ParseResult parsed) =>
        Settings.Read(around, parsed.GetValue(_file), parsed.GetValue(_database));

    /// <summary>The answer is for a script.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);
}
