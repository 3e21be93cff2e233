using SecretMagic.Domain;

namespace SecretMagic.Cli;

/// <summary>A question about something that is not there.</summary>
/// <param name="rejection">What, in the words of the rule.</param>
/// <param name="id">Whom it is about, as the command names it.</param>
internal sealed class RefusedException(Reply.Rejected rejection, string id) : Exception(rejection.Reason)
{
    /// <summary>Whom it is about, as the command names it.</summary>
    public string Id { get; } = id;

    /// <summary>What, in the words of the rule.</summary>
    public Reply.Rejected Rejection { get; } = rejection;
}
