using System.Collections.Immutable;
using System.Globalization;

namespace SecretMagic.Domain.Batches;

/// <summary>A named input of a work, as <c>process</c> and <c>explode</c> call it.</summary>
/// <param name="Name">Its name, <c>max-levels</c>.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="IsRequired">The work cannot be done without it.</param>
/// <param name="Words">What is allowed; empty unless it is a word.</param>
public sealed record WorkOption(string Name, WorkOptionKind Kind, bool IsRequired, ImmutableArray<string> Words)
{
    /// <summary>The longest value, in characters.</summary>
    public const int MaxLength = 1_000;

    private static readonly WorkOption Format = Word("format", "parquet", "csv");

    private static readonly ImmutableArray<WorkOption> Features =
    [
        File("input", isRequired: true), File("features", isRequired: true), Text("country"), File("holidays"), File("weather"), File("known"),
        File("static"), Text("as-of"), Word("layout", "files", "autogluon"), Number("horizon"), Format,
    ];

    private static readonly ImmutableArray<WorkOption> Bom =
    [
        File("bom", isRequired: true), File("items"), File("conversions"), File("outputs"), File("routes"), Word("cycles", "fail", "isolate"),
        File("demand", isRequired: true), File("stock"), Number("max-levels"), Format,
    ];

    /// <summary>What a work may be given.</summary>
    public static ImmutableArray<WorkOption> Of(WorkKind work) => work == WorkKind.Bom ? Bom : Features;

    internal string? Refusal(string value)
    {
        if (FreeText.Refusal($"The option {Name}", value, MaxLength) is { } wrong) return wrong;
        return Kind switch
        {
            WorkOptionKind.File when !IsWhole(value) && !UploadName.TryOf(value, out _) =>
                $"The option {Name} is {FreeText.Shown(value)}: give a whole path, which means the same file to every worker, or {UploadName.Prefix}NAME.",
            WorkOptionKind.Number when !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 =>
                $"The option {Name} is {FreeText.Shown(value)}: give a whole number from 1.",
            WorkOptionKind.Word when !Words.Contains(value) => $"The option {Name} is {FreeText.Shown(value)}: give {string.Join(" or ", Words)}.",
            _ => null,
        };
    }

    /// <summary>A path from the root of a system, of whichever kind: the one that queues need not be the one that works.</summary>
    private static bool IsWhole(string path) =>
        path[0] == '/' || path.StartsWith(@"\\", StringComparison.Ordinal)
        || path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && (path[2] == '\\' || path[2] == '/');

    private static WorkOption File(string name, bool isRequired = false) => new(name, WorkOptionKind.File, isRequired, []);

    private static WorkOption Text(string name) => new(name, WorkOptionKind.Text, false, []);

    private static WorkOption Number(string name) => new(name, WorkOptionKind.Number, false, []);

    private static WorkOption Word(string name, params ImmutableArray<string> words) => new(name, WorkOptionKind.Word, false, words);
}
