namespace SecretMagic.Features;

/// <summary>A statistic read from a run of values.</summary>
internal interface IReading<TState, T>
    where TState : unmanaged, IMonoid<TState, T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>The statistic; <see cref="ReasonNan.TooFewValid"/> where fewer than <paramref name="minSamples"/> values are
    /// known.</summary>
    static abstract T Read(TState state, T minSamples);
}
