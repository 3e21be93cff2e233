using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Number of all known values so far.</summary>
internal static class ExpandingCount
{
    private const string Name = "expanding_count";

    public static FeatureType Type { get; } = new(Compile)
    {
        Name = Name,
        Kind = FeatureKind.Past,
        Summary = "Number of all known values so far.",
        Formula = "Number of known x up to t; 0 where none is known yet. A value of 0 is known.",
        NanMeaning = "A row before the history, with decay before its first known value (Warmup), a row after the last known value "
            + "(Missing), or an output below dead_below (Dead).",
        Cost = "An addition, about 1 ns.",
        Example = "{ type: expanding_count } over null, 0, null, 6 gives 0, 1, 1, 2.",
        Names = [Name],
        Parameters = HistoryParameters.Common,
    };

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history) return;
        entry.Add(
            entry.Name(Name, ("column", history.ColumnName), ("shift", history.Shift)),
            history.Canonical(Name),
            new RecurrenceOperation<Operator, State>(history, new Operator(history.Strategy == NanStrategy.Decay ? 1 : 0)));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public double Seen;
    }

    private readonly struct Operator(double minSamples) : IRecurrence<Operator, State>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref State state, double value, bool isObserved) => state.Seen += double.IsNaN(value) ? 0 : 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Read(in State state) => state.Seen < minSamples ? ReasonNan.Warmup : state.Seen;
    }
}
