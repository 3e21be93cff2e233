using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>The place of a result that is written aside first.</summary>
internal static class OutputPlace
{
    /// <summary>Opens the place before any work is done.</summary>
    /// <exception cref="InputException">It cannot be written to.</exception>
    public static StagedDirectory Open(string place)
    {
        if (File.Exists(place)) throw new InputException($"{place} is a file; give a folder", column: "--output");
        try
        {
            return StagedDirectory.Open(place);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{place} cannot be written to ({problem.Message}); choose another folder", column: "--output");
        }
    }
}
