using System.Collections.Immutable;
using Akka.Actor;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace SecretMagic.Cluster;

/// <summary>Answers one caller of pbm.</summary>
internal sealed class OperatorActor : CommandHandlerActor
{
    public OperatorActor(CommandPalette palette, ImmutableArray<OperatorCommand> commands, Func<IReadOnlyList<string>, Task<OperatorAnswer>> answer)
        : base(palette)
    {
        foreach (var command in commands)
        {
            Process(command.Name, (asked, arguments) =>
            {
                var value = command.Argument is { } argument ? arguments.ArgumentValues(argument).Single() : null;
                _ = answer(command.Line(value)).PipeTo(
                    Sender, success: done => done.IsDone ? new CommandResponse(done.Text) : new ErroredCommandResponse(done.Text),
                    failure: broken => new ErroredCommandResponse(broken.Message));
            });
        }
    }
}
