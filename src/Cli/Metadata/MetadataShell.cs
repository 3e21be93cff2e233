using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary>What commands over the metadata database share: settings, the open database, who asks, and the two forms of an answer.</summary>
internal sealed class MetadataShell(TextWriter output, TextWriter errors, Surroundings around)
{
    private readonly SettingsOptions _settings = new(around);
    private readonly Option<string?> _by = new("--by") { HelpName = "WHO", Description = "who wants it; the user of the system by default" };

    private readonly Option<string?> _commandId = new("--command-id")
    {
        HelpName = "ID",
        Description = "what the wish is called: sent again under the same id it is not done again; a new id by default",
    };

    /// <summary>The working folder: where relative paths begin.</summary>
    public string Folder => around.Folder;

    /// <summary>Commands of a kind.</summary>
    public Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands) group.Subcommands.Add(command);
        _settings.AddTo(group);
        return group;
    }

    /// <summary>Lets a command ask.</summary>
    public Command Asks(Command command, Func<MetadataStore, ParseResult, CancellationToken, Task<Answer>> ask)
    {
        command.SetAction((parsed, token) => Answer(parsed, ask, token));
        return command;
    }

    /// <summary>Lets a command work for as long as it takes; it says how far it is beside the results, but not to scripts.</summary>
    public Command Works(Command command, Func<MetadataStore, ParseResult, Stamp, Action<string>, CancellationToken, Task<Answer>> work)
    {
        command.Options.Add(_by);
        return Asks(command, (store, parsed, token) => work(store, parsed, StampOf(parsed), Say, token));

        void Say(string line) => errors.WriteLine(line);
    }

    /// <summary>
    /// Lets a command serve until it is stopped, which is its end and no failure; it says beside the results what it does, and opens the database itself, when
    /// it can.
    /// </summary>
    public Command Hosts(Command command, Func<Settings, ParseResult, Action<string>, CancellationToken, Task> host)
    {
        _settings.AddPlaceTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var gate = new Lock();
            var settings = _settings.Of(parsed);
            using var export = TelemetryExport.Start(settings.OtlpEndpoint);
            await host(settings, parsed, Say, token);
            return 0;

            void Say(string line)
            {
                lock (gate) errors.WriteLine(line);
            }
        });
        return command;
    }

    /// <summary>Lets a command ask by settings alone.</summary>
    public Command Reads(Command command, Func<Settings, ParseResult, CancellationToken, Task<Answer>> ask)
    {
        _settings.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var answer = await ask(_settings.Of(parsed), parsed, token);
            answer.Write(output, errors, _settings.IsJson(parsed));
            return answer.ExitCode;
        });
        return command;
    }

    /// <summary>Adds the options of a command that needs the database for some of its uses.</summary>
    public void AddTo(Command command)
    {
        _settings.AddPlaceTo(command);
        command.Options.Add(_by);
    }

    /// <summary>Such a use.</summary>
    public Task<int> Use(ParseResult parsed, Func<MetadataStore, Stamp, CancellationToken, Task<Answer>> use, CancellationToken token) =>
        Answer(parsed, (store, _, stop) => use(store, StampOf(parsed), stop), token);

    /// <summary>Lets a command change something.</summary>
    public Command Tells(Command command, Func<MetadataStore, ParseResult, Stamp, CancellationToken, Task<Answer>> tell)
    {
        command.Options.Add(_by);
        command.Options.Add(_commandId);
        return Asks(command, (store, parsed, token) => tell(store, parsed, StampOf(parsed), token));
    }

    private async Task<int> Answer(ParseResult parsed, Func<MetadataStore, ParseResult, CancellationToken, Task<Answer>> ask, CancellationToken token)
    {
        await using var store = await MetadataStore.Open(_settings.Of(parsed), TimeProvider.System, token);
        var answer = await Answered(() => ask(store, parsed, token));
        answer.Write(output, errors, _settings.IsJson(parsed));
        return answer.ExitCode;
    }

    private static async Task<Answer> Answered(Func<Task<Answer>> ask)
    {
        try
        {
            return await ask();
        }
        catch (RefusedException refused)
        {
            return Cli.Answer.Refused(refused.Rejection, Hint.Of(refused.Rejection, refused.Id));
        }
    }

    private Stamp StampOf(ParseResult parsed)
    {
        var who = parsed.GetValue(_by) ?? around.Variable("USER") ?? around.Variable("USERNAME")
            ?? throw new InputException("is missing, and the environment names no USER: say who wants it", column: "--by");
        var command = parsed.GetValue(_commandId) is { } written ? Written.As<CommandId>(written, "--command-id") : CommandId.Parse($"{Guid.CreateVersion7()}");
        return Stamp.TryCreate(command, who, TimeProvider.System.GetUtcNow(), out var stamp, out var refusal)
            ? stamp
            : throw new InputException(refusal, column: "--by");
    }
}
