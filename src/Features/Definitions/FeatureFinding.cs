namespace SecretMagic.Features;

/// <summary>A mistake in a feature set, or a note about what was left out of it.</summary>
/// <param name="Entry">The position of the entry, from 0; <see cref="OfTheSet"/> for a key of the set.</param>
/// <param name="Key">The key of the entry, or null when the entry as a whole is meant.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record FeatureFinding(int Entry, string? Key, string Message)
{
    /// <summary>Stands for no entry: the finding is about a key of the set itself.</summary>
    public const int OfTheSet = -1;
}
