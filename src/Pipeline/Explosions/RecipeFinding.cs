namespace SecretMagic.Pipeline;

/// <summary>Something wrong, or at least odd, in a file of a recipe book.</summary>
/// <param name="Severity">error when nothing can be computed until it is corrected, else warning.</param>
/// <param name="Rule">A stable name of the rule, such as quantity or unit.</param>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Line">The line, from 1; in Parquet the row.</param>
/// <param name="Message">What is wrong, and what to do.</param>
public sealed record RecipeFinding(string Severity, string Rule, string File, long Line, string Message)
{
    /// <summary>True when nothing can be computed until it is corrected.</summary>
    internal bool IsError => Severity == "error";

    /// <summary>The finding as a result tells it: by the file's name without folders, since a result has the same bytes wherever its input lies.</summary>
    internal string Recorded => $"{Path.GetFileName(File)}, line {Line}: {Message}";

    /// <summary>The finding as one line.</summary>
    public override string ToString() => $"{File}, line {Line}: {Message}";
}
