namespace SecretMagic.Pipeline;

/// <summary>
/// The user's input cannot be used: what is wrong, where, and what would be right. Hosts show the message as it is, without a stack trace.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>States a problem at a place in a file, or in an argument when <paramref name="file"/> is null.</summary>
    /// <param name="problem">What is wrong and what was expected.</param>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column's or key's name.</param>
    public InputException(string problem, string? file = null, long? line = null, string? column = null)
        : base(Describe(problem, file, line, column))
    {
        Problem = problem;
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>What is wrong and what was expected.</summary>
    public string Problem { get; }

    /// <summary>The file, as the user named it.</summary>
    public string? File { get; }

    /// <summary>The line, from 1.</summary>
    public long? Line { get; }

    /// <summary>The column's or key's name.</summary>
    public string? Column { get; }

    private static string Describe(string problem, string? file, long? line, string? column)
    {
        var place = (file, line, column) switch
        {
            (null, _, null) => "",
            (null, _, { } name) => $"{name}: ",
            ({ } path, null, null) => $"{path}: ",
            ({ } path, { } at, null) => $"{path}, line {at}: ",
            ({ } path, null, { } name) => $"{path}, {name}: ",
            ({ } path, { } at, { } name) => $"{path}, line {at}, {name}: ",
        };
        return place + problem;
    }
}
