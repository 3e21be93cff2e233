namespace SecretMagic.Features;

/// <summary>
/// An operator that walks along a series with a state of a fixed size. One row at a time and a whole history are the same calls, so the
/// bits agree by construction. A zeroed state has seen nothing.
/// </summary>
internal interface IRecurrence<TSelf, TState>
    where TSelf : struct, IRecurrence<TSelf, TState>
    where TState : unmanaged
{
    /// <summary>Takes one row in: its value under the strategy, NaN for none, and whether the input itself has a value there.</summary>
    void Step(ref TState state, double value, bool isObserved);

    /// <summary>The output after the rows so far, or a NaN with its reason.</summary>
    double Read(in TState state);

    /// <summary>True when the outputs of rows to come are finite in float32, so that <see cref="Run"/> may take them.</summary>
    /// <param name="state">What was carried so far.</param>
    /// <param name="reach">No sum of the rows' values, which are all known, is farther from 0.</param>
    bool CanRun(in TState state, double reach) => false;

    /// <summary>Takes rows whose input is known, to the bits of one <see cref="Step"/> and <see cref="Read"/> a row, rounded to
    /// float32.</summary>
    void Run(ref TState state, ReadOnlySpan<double> values, Span<float> output)
    {
        for (var i = 0; i < output.Length; i++)
        {
            Step(ref state, values[i], true);
            output[i] = (float)Read(in state);
        }
    }

    /// <summary>The same for two in one walk, where one can wait while the other works.</summary>
    void RunBoth(ref TState state, Span<float> output, TSelf other, ref TState otherState, Span<float> otherOutput, ReadOnlySpan<double> values)
    {
        Run(ref state, values, output);
        other.Run(ref otherState, values, otherOutput);
    }
}
