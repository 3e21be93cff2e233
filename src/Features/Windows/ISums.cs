namespace SecretMagic.Features;

/// <summary>A monoid that keeps count, sum and perhaps squares.</summary>
internal interface ISums<T>
    where T : unmanaged, ILanes<T>
{
    T Count { get; }

    T Sum { get; }

    /// <summary>The sum of squares, to the centre that <see cref="Sum"/> has; anything where it is not kept.</summary>
    T Squares { get; }
}
