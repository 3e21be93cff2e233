namespace SecretMagic.Domain;

/// <summary>A question to an entity; it changes nothing. The answer is true of what is stored when it is given.</summary>
/// <typeparam name="TAnswer">What is answered.</typeparam>
/// <param name="Entity">Who answers.</param>
public abstract record Query<TAnswer>(EntityId Entity);
