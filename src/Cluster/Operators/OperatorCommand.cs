using System.Collections.Immutable;

namespace SecretMagic.Cluster;

/// <summary>A command of pbm, which a command of the command line answers.</summary>
/// <param name="Palette">The first word behind pbm.</param>
/// <param name="Name">The second.</param>
/// <param name="Description">What it answers.</param>
/// <param name="Words">The words of the command line.</param>
/// <param name="Argument">The one argument, behind its switch <c>--{Argument}</c>; null when there is none.</param>
/// <param name="Becomes">The option of the command line that the argument becomes; null when it is a word of its own.</param>
internal sealed record OperatorCommand(
    string Palette, string Name, string Description, ImmutableArray<string> Words, string? Argument = null, string? Becomes = null)
{
    internal static readonly ImmutableArray<OperatorCommand> All =
    [
        new("client", "list", "every client", ["clients", "list"]),
        new("client", "show", "all that is known of a client", ["clients", "show"], "client"),
        new("batch", "list", "batches, the one queued last first", ["batches", "list"]),
        new("batch", "show", "a batch and what happened to it", ["batches", "show"], "batch"),
        new("batch", "cancel", "stop a batch", ["batches", "cancel", "--by", "pbm"], "batch"),
        new("shard", "list", "how many shards and entities each worker has", ["shards"]),
        new("shard", "where", "on which worker a client lives", ["shards"], "client", "--client"),
        new("journal", "audit", "who changed what of a client", ["audit"], "client", "--client"),
        new("journal", "verify", "replay every change beside the tables", ["journal", "verify"]),
    ];

    /// <summary>What is typed at the command line for it.</summary>
    internal ImmutableArray<string> Line(string? value) =>
        Argument is null ? Words : Becomes is null ? Words.Add(value!) : Words.AddRange(Becomes, value!);
}
