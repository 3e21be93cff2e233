namespace SecretMagic.Domain;

/// <summary>A question to an entity; it changes nothing. The answer is true of what is stored when it is given.</summary>
/// <typeparam name="TAnswer">What is answered.</typeparam>
/// <param name="Entity">Who answers.</param>
public abstract record Query<TAnswer>(EntityId Entity)
{
    /// <summary>
    /// How old the look at the store may be that the answer rests on; zero has one taken now. What the process that answers stored itself always shows.
    /// </summary>
    public TimeSpan MayBeOld { get; init; }
}
