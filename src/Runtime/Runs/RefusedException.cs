using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>A rule of the domain forbids what was asked.</summary>
/// <param name="rejection">Which rule, and why.</param>
/// <param name="id">Whom it is about, as people name it.</param>
public sealed class RefusedException(Reply.Rejected rejection, string id) : Exception(rejection?.Reason)
{
    /// <summary>Whom it is about, as people name it.</summary>
    public string Id { get; } = id;

    /// <summary>Which rule, and why.</summary>
    public Reply.Rejected Rejection { get; } = rejection!;
}
