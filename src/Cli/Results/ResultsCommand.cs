namespace SecretMagic.Cli;

/// <summary><c>secretmagic results</c>: what was made of clients' data, and where it lies.</summary>
internal static class ResultsCommand
{
    public static Command Create(MetadataShell shell) => shell.Group("results", "Results in the lake: which there are and where.", ListResults.Create(shell));
}
