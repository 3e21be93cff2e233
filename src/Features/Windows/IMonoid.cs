namespace SecretMagic.Features;

/// <summary>
/// What is kept of a run of values, so that two neighbouring runs can be joined. Nothing is ever taken out again, so nothing drifts.
/// A NaN counts as no value. The law: joining with <see cref="Identity"/> changes no statistic, by bits.
/// </summary>
internal interface IMonoid<TSelf, T>
    where TSelf : unmanaged, IMonoid<TSelf, T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>The empty run.</summary>
    static abstract TSelf Identity { get; }

    /// <summary>The run with one newer value.</summary>
    static abstract TSelf Append(TSelf older, T value);

    /// <summary>The run with one older value; the same as appending for what does not depend on order.</summary>
    static virtual TSelf Prepend(T value, TSelf newer) => TSelf.Append(newer, value);

    /// <summary>The run of both.</summary>
    static abstract TSelf Combine(TSelf older, TSelf newer);

    /// <summary>Writes the fields, each with its lanes side by side.</summary>
    static abstract void Save(TSelf state, ref double target);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    static abstract TSelf Restore(ref readonly double source);
}
