using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Calendar days since the last promotion, and days that the present one has lasted: carried from row to row.</summary>
internal static class PromoDays
{
    /// <summary>The doubles that either carries.</summary>
    public static readonly int StateLength = Unsafe.SizeOf<State>() / sizeof(double);

    /// <summary>0 on a day with a promotion; the row's own reason while no row has known whether it has one, then Warmup while none could have
    /// been met.</summary>
    public static void Since(Tile tile, PromoRows rows, Span<double> state, Span<double> values)
    {
        ref var kept = ref MemoryMarshal.AsRef<State>(MemoryMarshal.AsBytes(state));
        for (var i = 0; i < values.Length; i++)
        {
            var day = tile.Grid.DayOf(tile.Period + i);
            if (kept.HasStarted == 0 && !double.IsNaN(rows.IsPromo[i])) (kept.HasStarted, kept.FirstDay) = (1, day);
            if (rows.IsPromo[i] == 1) (kept.IsMet, kept.MetDay) = (1, day);
            values[i] = kept.HasStarted == 0 ? rows.IsPromo[i]
                : kept.IsMet == 1 ? Math.Min(Promo.MaxDays, day - kept.MetDay)
                : day - kept.FirstDay >= Promo.MaxDays ? Promo.MaxDays
                : ReasonNan.Warmup;
        }
    }

    /// <summary>1 on the first day of a promotion, 0 without one; a row that does not know does not end it.</summary>
    public static void Within(Tile tile, PromoRows rows, Span<double> state, Span<double> values)
    {
        ref var kept = ref MemoryMarshal.AsRef<State>(MemoryMarshal.AsBytes(state));
        for (var i = 0; i < values.Length; i++)
        {
            var day = tile.Grid.DayOf(tile.Period + i);
            var isPromo = rows.IsPromo[i];
            if (isPromo == 0) kept.IsMet = 0;
            else if (isPromo == 1 && kept.IsMet == 0) (kept.IsMet, kept.MetDay) = (1, day);
            values[i] = isPromo == 1 ? Math.Min(Promo.MaxDays, day - kept.MetDay + 1) : isPromo;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public double HasStarted;

        /// <summary>The day of the first row that knew whether it has a promotion.</summary>
        public double FirstDay;

        public double IsMet;
        public double MetDay;
    }
}
