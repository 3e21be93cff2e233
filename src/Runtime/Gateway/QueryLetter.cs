using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>A query.</summary>
internal abstract class QueryLetter(long came) : ILetter
{
    public long Came => came;

    public abstract void Fail(Exception failure);

    /// <summary>Answers what the entity is; false when the query asks for something else.</summary>
    internal abstract bool TryAnswer<TState>(Versioned<TState> state) where TState : class;
}
