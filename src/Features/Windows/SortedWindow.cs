using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Features;

/// <summary>
/// The known values of a sliding window in order. What it holds depends on the window alone, not on the way there: -0 is 0. A row replaces one
/// value by another without a branch: with b the values without the leaving one, each place takes the middle one of its neighbour below in
/// b, of b there and of the entering value.
/// </summary>
internal sealed class SortedWindow
{
    private static readonly int Width = Vector512<double>.Count;

    // Minus infinity before the first value, infinity past the last one: places that take part and never change anything.
    private double[] _values;
    private double[] _next;

    public SortedWindow(int window)
    {
        var padded = checked((window + Width - 1) / Width * Width + 2 * Width);
        _values = new double[padded];
        _next = new double[padded];
        _values.AsSpan(0, Width).Fill(double.NegativeInfinity);
        _next.AsSpan(0, Width).Fill(double.NegativeInfinity);
        _next.AsSpan(Width).Fill(double.PositiveInfinity);
    }

    public int Count { get; private set; }

    public double this[int rank] => _values[Width + rank];

    public void Fill(ReadOnlySpan<double> values)
    {
        Count = 0;
        foreach (var value in values)
            if (!double.IsNaN(value)) _values[Width + Count++] = value + 0.0;
        _values.AsSpan(Width, Count).Sort();
        _values.AsSpan(Width + Count).Fill(double.PositiveInfinity);
    }

    /// <summary>Moves the window on by a row.</summary>
    public void Slide(double leaving, double entering)
    {
        Count += (double.IsNaN(leaving) ? 0 : -1) + (double.IsNaN(entering) ? 0 : 1);
        var old = Vector512.Create(double.IsNaN(leaving) ? double.PositiveInfinity : leaving);
        var value = Vector512.Create(double.IsNaN(entering) ? double.PositiveInfinity : entering + 0.0);
        ref var from = ref MemoryMarshal.GetArrayDataReference(_values);
        ref var to = ref MemoryMarshal.GetArrayDataReference(_next);
        for (var i = Width; i < _values.Length - Width; i += Width)
        {
            var before = Vector512.LoadUnsafe(ref from, (nuint)i - 1);
            var here = Vector512.LoadUnsafe(ref from, (nuint)i);
            var after = Vector512.LoadUnsafe(ref from, (nuint)i + 1);
            var below = Vector512.ConditionalSelect(Vector512.LessThan(before, old), before, here);
            var at = Vector512.ConditionalSelect(Vector512.LessThan(here, old), here, after);
            Vector512.MaxNative(below, Vector512.MinNative(at, value)).StoreUnsafe(ref to, (nuint)i);
        }

        (_values, _next) = (_next, _values);
    }
}
