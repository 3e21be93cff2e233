using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>
/// Neighbouring blocks of <c>window</c> periods, one a lane. The window that ends at position j of a block is the suffix of the block
/// before it from j + 1 on, joined with the prefix of the block up to j. Blocks lie at multiples of the window since the epoch, so the
/// order of operations, and with it every bit, depends on the period and the window only.
/// </summary>
/// <param name="values">[window x (lanes + 1)] the values at position j of the block before the first lane's, and of each lane's
/// block.</param>
/// <param name="window">The length of the window and of a block.</param>
/// <param name="scratch">[(window + 1) x <see cref="MaxFields"/> x lanes] room for states.</param>
internal readonly ref struct BlockGroup(ReadOnlySpan<double> values, int window, Span<double> scratch)
{
    /// <summary>The most numbers a state has in a lane.</summary>
    public const int MaxFields = 7;

    private readonly ReadOnlySpan<double> _values = values;
    private readonly Span<double> _scratch = scratch;
    private readonly int _newer;

    private BlockGroup(ReadOnlySpan<double> values, int newer)
        : this(values, values.Length, default) => _newer = newer;

    /// <summary>A single window, of which the last <paramref name="newer"/> values lie in the newer block: for one lane and one
    /// result.</summary>
    public static BlockGroup OfOne(ReadOnlySpan<double> values, int newer) => new(values, newer);

    /// <summary>Writes the statistic of the window that ends at position j of lane l's block to <c>output[l * window + j]</c>.</summary>
    public void Evaluate<T, TState, TReading>(double minSamples, Span<double> output)
        where T : unmanaged, ILanes<T>
        where TState : unmanaged, IMonoid<TState, T>
        where TReading : struct, IReading<TState, T>
    {
        if (_newer > 0)
        {
            T.Store(One<T, TState, TReading>(_values[..^_newer], _values[^_newer..], T.Of(minSamples)), ref output[0]);
            return;
        }

        if (_values.Length < window * (T.Count + 1) || _scratch.Length < (window + 1) * MaxFields * T.Count
            || output.Length < window * T.Count)
            throw new ArgumentException("Too short.", nameof(output));
        ref var first = ref MemoryMarshal.GetReference(_values);
        ref var suffixes = ref MemoryMarshal.GetReference(_scratch);
        Suffixes<T, TState>(ref first, ref suffixes, window);
        Windows<T, TState, TReading>(ref first, ref suffixes, window, T.Of(minSamples), ref MemoryMarshal.GetReference(output));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T One<T, TState, TReading>(ReadOnlySpan<double> older, ReadOnlySpan<double> newer, T minSamples)
        where T : unmanaged, ILanes<T>
        where TState : unmanaged, IMonoid<TState, T>
        where TReading : struct, IReading<TState, T>
    {
        var (suffix, prefix) = (TState.Identity, TState.Identity);
        for (var j = older.Length - 1; j >= 0; j--) suffix = TState.Prepend(T.Load(in older[j]), suffix);
        for (var j = 0; j < newer.Length; j++) prefix = TState.Append(prefix, T.Load(in newer[j]));
        return TReading.Read(TState.Combine(suffix, prefix), minSamples);
    }

    // Apart from each other, because the compiler inlines a bounded amount into one method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Suffixes<T, TState>(ref double values, ref double suffixes, int window)
        where T : unmanaged, ILanes<T>
        where TState : unmanaged, IMonoid<TState, T>
    {
        var state = TState.Identity;
        for (var j = window; j > 0; j--)
        {
            TState.Save(state, ref Unsafe.Add(ref suffixes, j * MaxFields * T.Count));
            state = TState.Prepend(T.Load(ref Unsafe.Add(ref values, (j - 1) * (T.Count + 1))), state);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Windows<T, TState, TReading>(ref double values, ref double suffixes, int window, T minSamples, ref double output)
        where T : unmanaged, ILanes<T>
        where TState : unmanaged, IMonoid<TState, T>
        where TReading : struct, IReading<TState, T>
    {
        var prefix = TState.Identity;
        for (var j = 0; j < window; j++)
        {
            prefix = TState.Append(prefix, T.Load(ref Unsafe.Add(ref values, j * (T.Count + 1) + 1)));
            var whole = TState.Combine(TState.Restore(ref Unsafe.Add(ref suffixes, (j + 1) * MaxFields * T.Count)), prefix);
            T.Scatter(TReading.Read(whole, minSamples), ref Unsafe.Add(ref output, j), window);
        }
    }
}
