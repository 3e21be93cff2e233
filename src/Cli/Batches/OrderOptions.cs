using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary>The options of every work, named as those of <c>process</c> and <c>explode</c>; what a work does not know or needs, the domain tells.</summary>
internal sealed class OrderOptions
{
    private readonly ImmutableArray<(Option<string?> Option, WorkOption Meaning)> _options =
    [
        .. Enum.GetValues<WorkKind>().SelectMany(work => WorkOption.Of(work).Select(option => (Work: work, Option: option))).GroupBy(pair => pair.Option.Name)
            .Select(same => (Create(same.First().Option, string.Join(" and ", same.Select(pair => Word.Of(pair.Work)))), same.First().Option)),
    ];

    /// <summary>Adds the options to a command.</summary>
    public static OrderOptions On(Command command)
    {
        var options = new OrderOptions();
        foreach (var (option, _) in options._options) command.Options.Add(option);
        return options;
    }

    /// <summary>What was given; null when nothing was.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">What is computed.</param>
    /// <param name="folder">Where relative paths begin.</param>
    public WorkOrder? Of(ParseResult parsed, WorkKind work, string folder)
    {
        var given = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (option, meaning) in _options)
        {
            if (parsed.GetValue(option) is { } value)
                given[meaning.Name] = meaning.Kind == WorkOptionKind.File && value.Length > 0 ? Path.GetFullPath(value, folder) : value;
        }

        return given.Count == 0 ? null : new WorkOrder(work, given.ToImmutable());
    }

    /// <summary>A stored order as it would be typed; null of none.</summary>
    public static string? Shown(JsonElement? order) =>
        order is { } stored ? string.Join(' ', stored.EnumerateObject().Select(option => $"--{option.Name} {option.Value.GetString()}")) : null;

    private static Option<string?> Create(WorkOption option, string works) => new($"--{option.Name}")
    {
        HelpName = option.Kind switch
        {
            WorkOptionKind.File => "FILE",
            WorkOptionKind.Number => "N",
            WorkOptionKind.Word => string.Join('|', option.Words),
            _ => "TEXT",
        },
        Description = $"of {works}{(option.IsRequired ? ", which needs it" : "")}",
    };
}
