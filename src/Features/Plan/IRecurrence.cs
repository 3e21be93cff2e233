namespace SecretMagic.Features;

/// <summary>
/// An operator that walks along a series with a state of a fixed size. One row at a time and a whole history are the same calls, so the
/// bits agree by construction. A zeroed state has seen nothing.
/// </summary>
internal interface IRecurrence<TState>
    where TState : unmanaged
{
    /// <summary>Takes one row in: its value under the strategy, NaN for none, and whether the input itself has a value there.</summary>
    void Step(ref TState state, double value, bool isObserved);

    /// <summary>The output after the rows so far, or a NaN with its reason.</summary>
    double Read(in TState state);

    /// <summary>
    /// Takes a run of rows whose input is known, to the bits of one <see cref="Step"/> and <see cref="Read"/> a row, rounded to float32; false, with nothing
    /// done, when the state asks for row by row.
    /// </summary>
    bool TryRun(ref TState state, ReadOnlySpan<double> values, Span<float> output) => false;
}
