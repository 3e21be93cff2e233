namespace SecretMagic.Api;

/// <summary>A request that is answered with a problem.</summary>
/// <param name="code">A code of <see cref="ProblemKind"/>.</param>
/// <param name="detail">What is wrong here, where, and what to do.</param>
/// <param name="errors">Values that are wrong, for forms.</param>
internal sealed class ProblemException(string code, string detail, params ProblemError[] errors) : Exception(detail)
{
    public string Code { get; } = code;

    public IReadOnlyList<ProblemError> Errors { get; } = errors;
}
