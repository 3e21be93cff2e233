using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>The place of a result that is written aside first.</summary>
internal static class OutputPlace
{
    /// <summary>Opens the place before any work is done.</summary>
    /// <exception cref="InputException">It cannot be written to.</exception>
    public static StagedDirectory Open(string place)
    {
        try
        {
            if (File.Exists(Target(place))) throw new InputException($"{place} is a file; give a folder", column: "--output");
            return StagedDirectory.Open(place);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{place} cannot be written to ({problem.Message}); choose another folder", column: "--output");
        }
    }

    /// <summary>Where a link leads to, also when nothing is there yet; any other path as it is.</summary>
    private static string Target(string place)
    {
        var link = new DirectoryInfo(place);
        return link.LinkTarget is null ? place : link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }
}
