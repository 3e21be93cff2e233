using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// A column under a strategy, with the rows before the tile that kernels look back to. Every NaN in it has its reason: Warmup before the
/// series' first row (decay: before its first known value), Missing elsewhere.
/// </summary>
internal sealed class HistoryInput(SeriesPanel panel, int column, NanStrategy strategy, PresenceRule? presence = null)
{
    private double[] _values = [];
    private double[] _counted = [];
    private int _series = -1;

    /// <summary>The rows before the tile that are at hand.</summary>
    public int Lead { get; private set; }

    /// <summary>The position of the series' first known value; its length when there is none.</summary>
    public int FirstKnown { get; private set; }

    /// <summary>The position of the series' last known value, -1 when there is none. What follows is the future.</summary>
    public int LastKnown { get; private set; }

    public NanStrategy Strategy => strategy;

    /// <summary>[Lead + rows of the tile] the values; the tile starts at <see cref="Lead"/>.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The values of the series as they are in the panel; NaN on rows without weight.</summary>
    public ReadOnlySpan<double> Raw(int series) =>
        presence is null || _series != series ? panel.Values(column, series) : _counted.AsSpan(0, panel.Length(series));

    /// <summary>Makes room for kernels that look back this far.</summary>
    public void Reach(int rows) => Lead = Math.Max(Lead, rows);

    public void Prepare(Tile tile)
    {
        if (_values.Length == 0) _values = new double[Lead + Tile.MaxRows];
        if (_series != tile.Series) Survey(tile.Series, panel.Values(column, tile.Series));
        var raw = Raw(tile.Series);
        var first = tile.From - Lead;
        var target = _values.AsSpan(0, Lead + tile.Count);
        var known = Math.Clamp((strategy == NanStrategy.Decay ? FirstKnown : 0) - first, 0, target.Length);
        var end = Math.Clamp(strategy == NanStrategy.Decay ? LastKnown + 1 - first : target.Length, known, target.Length);
        target[..known].Fill(ReasonNan.Warmup);
        Copy(raw[(first + known)..(first + end)], target[known..end], strategy == NanStrategy.Decay ? 0 : ReasonNan.Missing);
        target[end..].Fill(ReasonNan.Missing);
        presence?.Censor(tile.Series, first + known, target[known..end]);
    }

    private static void Copy(ReadOnlySpan<double> source, Span<double> target, double instead)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var replacement = Vector512.Create(instead);
        var i = 0;
        for (; i <= source.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var values = Vector512.LoadUnsafe(ref from, (nuint)i);
            Vector512.ConditionalSelect(Vector512.Equals(values, values), values, replacement).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < source.Length; i++) target[i] = double.IsNaN(source[i]) ? instead : source[i];
    }

    private void Survey(int series, ReadOnlySpan<double> raw)
    {
        _series = series;
        LastKnown = raw.Length - 1;
        while (LastKnown >= 0 && double.IsNaN(raw[LastKnown])) LastKnown--;
        if (presence is not null)
        {
            if (_counted.Length < raw.Length) _counted = new double[raw.Length];
            raw.CopyTo(_counted);
            presence.Censor(series, 0, _counted.AsSpan(0, raw.Length));
            raw = Raw(series);
        }

        FirstKnown = 0;
        while (FirstKnown < raw.Length && double.IsNaN(raw[FirstKnown])) FirstKnown++;
    }
}
