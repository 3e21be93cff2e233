using System.Collections.Immutable;

namespace SecretMagic.Domain;

/// <summary>
/// The commands behind the last <see cref="Depth"/> events of an entity. It follows from those events alone, so it is the same in an entity that was never
/// unloaded and in one that was loaded a moment ago. A command sent again when more events have passed is decided anew.
/// </summary>
public sealed record CommandMemory
{
    /// <summary>How many events back a command is known.</summary>
    public const int Depth = 256;

    private readonly ImmutableDictionary<CommandId, long> _versions;
    private readonly ImmutableQueue<(CommandId Command, long Version)> _order;

    private CommandMemory(ImmutableDictionary<CommandId, long> versions, ImmutableQueue<(CommandId Command, long Version)> order) =>
        (_versions, _order) = (versions, order);

    /// <summary>The memory before anything happened.</summary>
    public static CommandMemory Empty { get; } = new([], []);

    /// <summary>How many commands are known.</summary>
    public int Count => _versions.Count;

    /// <summary>The version that the command's first answer named; null when it is not known.</summary>
    public long? VersionOf(CommandId command) => _versions.TryGetValue(command, out var version) ? version : null;

    /// <summary>The memory after an event of a command.</summary>
    public CommandMemory With(CommandId command, long version)
    {
        var versions = _versions.SetItem(command, version);
        var order = _order.Enqueue((command, version));
        for (; order.Peek().Version <= version - Depth; order = order.Dequeue())
        {
            var (oldest, last) = order.Peek();
            if (versions[oldest] == last) versions = versions.Remove(oldest);
        }

        return new CommandMemory(versions, order);
    }
}
