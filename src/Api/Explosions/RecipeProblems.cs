using SecretMagic.Pipeline;

namespace SecretMagic.Api;

/// <summary>Recipes that cannot be used, as problems: a cycle whole, a line with its place.</summary>
internal static class RecipeProblems
{
    /// <summary>The problem of recipes from a body: places are members of it.</summary>
    internal static ProblemException OfBody(RecipesRefusedException refused) =>
        Of(refused, finding => Place(Path.GetFileNameWithoutExtension(finding.File), finding.Line, null), Bare);

    /// <summary>The problem of recipes from files: places are lines of them.</summary>
    internal static ProblemException OfFiles(RecipesRefusedException refused) =>
        Of(refused, finding => $"{Path.GetFileName(finding.File)}:{finding.Line}", finding => finding.Message);

    /// <summary>The problem of a cell of a body.</summary>
    internal static ProblemException OfBody(InputException cell)
    {
        var place = cell.File is { } member ? Place(member, cell.Line, cell.Column) : cell.Column ?? "$";
        return new ProblemException("value-refused", $"{place}: {cell.Problem}", new ProblemError(place, cell.Problem));
    }

    private static ProblemException Of(RecipesRefusedException refused, Func<RecipeFinding, string> place, Func<RecipeFinding, string> message) => new(
        refused.Findings.IsEmpty ? "bom-cycle" : "recipes-refused", refused.Message,
        [
            .. refused.Findings.Select(finding => new ProblemError(place(finding), message(finding))),
            .. refused.Cycles.Select(cycle => new ProblemError("cycle", cycle)),
        ]);

    private static string Place(string member, long? line, string? column) =>
        member + (line is { } at ? $"[{at - GivenTable.FirstLine}]" : "") + (column is null ? "" : $".{column}");

    /// <summary>A body has no lines: the place says which row it is.</summary>
    private static string Bare(RecipeFinding finding)
    {
        var line = $"Line {finding.Line} ";
        return finding.Message.StartsWith(line, StringComparison.Ordinal) ? finding.Message[line.Length..] : finding.Message;
    }
}
