using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>
/// Neighbouring blocks of <c>window</c> periods, one a lane. The window that ends at position j of a block is the suffix of the block before it
/// from j + 1 on, joined with the prefix of the block up to j. Blocks lie at multiples of the window since the epoch, so the order of
/// operations, and with it every bit, depends on the period and the window only.
/// </summary>
/// <param name="values">[window x (lanes + 1)] the values at position j of the block before the first lane's, and of each lane's block.</param>
/// <param name="window">The length of the window and of a block.</param>
/// <param name="scratch">Room for window + 1 states of every lane.</param>
internal readonly ref struct BlockGroup(ReadOnlySpan<double> values, int window, Span<byte> scratch)
{
    /// <summary>The most bytes a state takes in a lane: four float64.</summary>
    public const int StateBytes = 4 * sizeof(double);

    private readonly ReadOnlySpan<double> _values = values;
    private readonly Span<byte> _scratch = scratch;

    /// <summary>Writes the statistic of the window that ends at position j of lane l's block to <c>output[l * window + j]</c>.</summary>
    public void Evaluate<T, TState, TReading>(double minSamples, Span<double> output)
        where T : unmanaged, ILanes<T>
        where TState : unmanaged, IMonoid<TState, T>
        where TReading : struct, IReading<TState, T>
    {
        var stride = T.Count + 1;
        if (_values.Length < window * stride || output.Length < window * T.Count) throw new ArgumentException("Too short.", nameof(output));
        ref var value = ref MemoryMarshal.GetReference(_values);
        ref var target = ref MemoryMarshal.GetReference(output);
        ref var suffix = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, TState>(_scratch)[..(window + 1)]);

        var state = TState.Identity;
        Unsafe.Add(ref suffix, window) = state;
        for (var j = window - 1; j > 0; j--)
        {
            state = TState.Prepend(T.Load(ref Unsafe.Add(ref value, j * stride)), state);
            Unsafe.Add(ref suffix, j) = state;
        }

        var least = T.Of(minSamples);
        state = TState.Identity;
        for (var j = 0; j < window; j++)
        {
            state = TState.Append(state, T.Load(ref Unsafe.Add(ref value, j * stride + 1)));
            T.Scatter(TReading.Read(TState.Combine(Unsafe.Add(ref suffix, j + 1), state), least), ref Unsafe.Add(ref target, j), window);
        }
    }
}
