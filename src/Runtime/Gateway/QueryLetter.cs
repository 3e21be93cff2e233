using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>A query, whatever its answer is.</summary>
internal abstract class QueryLetter(long came) : Letter(came)
{
    /// <summary>Answers what the entity is; false when the query asks for something else.</summary>
    internal abstract bool TryAnswer<TState>(Versioned<TState> state) where TState : class;
}
