using System.Collections.Immutable;
using Akka.Actor;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace SecretMagic.Cluster;

/// <summary>Commands of one first word.</summary>
/// <param name="name">The word.</param>
/// <param name="commands">The commands.</param>
/// <param name="answer">Answers a line of the command line.</param>
internal sealed class OperatorPalette(string name, ImmutableArray<OperatorCommand> commands, Func<IReadOnlyList<string>, Task<OperatorAnswer>> answer)
    : CommandPaletteHandler(PaletteOf(name, commands))
{
    /// <inheritdoc/>
    public override Props HandlerProps { get; } = Props.Create(() => new OperatorActor(PaletteOf(name, commands), commands, answer));

    private static CommandPalette PaletteOf(string name, ImmutableArray<OperatorCommand> commands) => new(name, [.. commands.Select(Definition)]);

    private static CommandDefinition Definition(OperatorCommand command)
    {
        var builder = new CommandDefinitionBuilder().WithName(command.Name).WithDescription(command.Description);
        return (command.Argument is not { } argument
            ? builder
            : builder.WithArgument(one => one.WithName(argument).WithDescription($"the id of the {argument}").IsMandatory(true)
                .WithSwitch($"-{argument[0]}").WithSwitch($"--{argument}"))).Build();
    }
}
