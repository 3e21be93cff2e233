using SecretMagic.Domain;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>The work that a path names.</summary>
internal static class Works
{
    /// <exception cref="ProblemException">There is no such work.</exception>
    internal static WorkKind Of(string written) => Word.All<WorkKind>().Contains(written)
        ? Word.Parse<WorkKind>(written)
        : throw new ProblemException("work", $"The work {FreeText.Shown(written)} is not known: give {string.Join(" or ", Word.All<WorkKind>())}.");
}
