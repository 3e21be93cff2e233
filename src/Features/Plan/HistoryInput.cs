using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// A column under a strategy, with the rows before the tile that kernels look back to. Every NaN in it has its reason: Warmup before the
/// series' first row (decay: before its first known value), Missing elsewhere.
/// </summary>
internal sealed class HistoryInput(SeriesRows rows, int column, NanStrategy strategy, PresenceRule? presence = null) : IDisposable
{
    private AlignedBuffer<double>? _buffer;
    private double[] _counted = [];
    private ExactSums? _sums;
    private AlignedBuffer<float>? _singles;
    private readonly Extremes<double>?[] _extremes = new Extremes<double>?[2];
    private readonly Extremes<float>?[] _singleExtremes = new Extremes<float>?[2];
    private long _tile;
    private long _singlesTile;
    private int _tileLead;
    private int _sumLead;
    private int _first;
    private int _length;
    private bool _isFar;
    private bool? _isExact;

    /// <summary>The rows before the tile that are at hand.</summary>
    public int Lead { get; private set; }

    /// <summary>The rows before a tile of several rows that are at hand in <see cref="FarValues"/>.</summary>
    public int FarLead => Lead + Farther;

    /// <summary>The position of the series' first known value; its length when there is none.</summary>
    public int FirstKnown { get; private set; }

    /// <summary>The position of the last row of the history, -1 when there is none. What follows is the future.</summary>
    public int LastKnown { get; private set; }

    /// <summary>The position in <see cref="Values"/> from which on every row has a value in the data.</summary>
    public int KnownFrom { get; private set; }

    /// <summary>The largest distance from 0 of a value.</summary>
    public double Largest { get; private set; }

    public NanStrategy Strategy => strategy;

    /// <summary>[Lead + rows of the tile] the values; the tile starts at <see cref="Lead"/>.</summary>
    public ReadOnlySpan<double> Values => _buffer!.Slice(Farther, _length);

    /// <summary>The same with more rows before them; the tile starts at <see cref="FarLead"/>. Not for a tile of one row.</summary>
    public ReadOnlySpan<double> FarValues
    {
        get
        {
            if (!_isFar) Lay(_first, _buffer!.Slice(0, Farther));
            _isFar = true;
            return _buffer!.Slice(0, Farther + _length);
        }
    }

    /// <summary>The values, rounded to float32; those beyond its range are infinite.</summary>
    public ReadOnlySpan<float> Singles
    {
        get
        {
            var singles = (_singles ??= new(Lead + Tile.MaxRows)).Slice(0, _length);
            if (_singlesTile == _tile) return singles;
            _singlesTile = _tile;
            ColumnWriter.Narrow(Values, singles);
            return singles;
        }
    }

    /// <summary>The values in the data from a row of the series on, <paramref name="count"/> of them; NaN on rows without weight.</summary>
    public ReadOnlySpan<double> Raw(int row, int count) =>
        presence is null ? rows.Values(column).Slice(row - rows.First, count) : _counted.AsSpan(row - _first, count);

    /// <summary>Whole cache lines, so that <see cref="Values"/> start one.</summary>
    private int Farther => (Math.Max(0, _tileLead - Lead) + 7) & ~7;

    /// <summary>Makes room for kernels that look back this far.</summary>
    public void Reach(int count) => Lead = Math.Max(Lead, count);

    /// <summary>Makes room for kernels that look back this far for a tile of several rows.</summary>
    public void ReachOfTiles(int count) => _tileLead = Math.Max(_tileLead, count);

    /// <summary>Makes room for sums that look back this far.</summary>
    public void ReachOfSums(int count) => _sumLead = Math.Max(_sumLead, count);

    public void Prepare(Tile tile)
    {
        (FirstKnown, LastKnown) = (rows.FirstKnown(column), rows.LastKnown(column));
        _first = tile.From - FarLead;
        _length = Lead + tile.Count;
        _isFar = false;
        _isExact = null;
        _tile++;
        _buffer ??= new(FarLead + Tile.MaxRows); // now every kernel has said how far it looks back
        (KnownFrom, Largest) = Lay(tile.From - Lead, _buffer.Slice(Farther, _length));
    }

    /// <summary>Sums of the windows that end at position <paramref name="first"/> and later; false when they are not exact, then only
    /// the counts are right.</summary>
    public bool TryExact(int first, FullCount count, out ExactWindow sums)
    {
        _sums ??= new ExactSums(_sumLead + Tile.MaxRows);
        var values = Values[(Lead - _sumLead)..];
        _isExact ??= _sums.Prepare(values, Largest);
        return _sums.TryWindow(values, first - (Lead - _sumLead), count, out sums) && _isExact.Value;
    }

    /// <summary>The smallest (sign 1) or largest (sign -1) values of windows of this tile; cheapest in the order of their lengths.</summary>
    public Extremes<double> Extremes(int sign, int window)
    {
        var extremes = _extremes[(1 - sign) / 2] ??= new Extremes<double>(Lead + Tile.MaxRows, sign);
        extremes.Prepare(_tile, window, Values);
        return extremes;
    }

    /// <summary>The same of <see cref="Singles"/>.</summary>
    public Extremes<float> SingleExtremes(int sign, int window)
    {
        var extremes = _singleExtremes[(1 - sign) / 2] ??= new Extremes<float>(Lead + Tile.MaxRows, sign);
        extremes.Prepare(_tile, window, Singles);
        return extremes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffer?.Dispose();
        _sums?.Dispose();
        _singles?.Dispose();
        foreach (var extremes in _extremes) extremes?.Dispose();
        foreach (var extremes in _singleExtremes) extremes?.Dispose();
    }

    /// <summary>Lays out values from a row on; gives the position from which on every row has a value in the data, and the largest
    /// distance from 0.</summary>
    private (int Known, double Largest) Lay(int first, Span<double> target)
    {
        var decays = strategy == NanStrategy.Decay;
        var known = Math.Clamp((decays ? FirstKnown : 0) - first, 0, target.Length);
        var end = Math.Clamp(decays ? LastKnown + 1 - first : target.Length, known, target.Length);
        if (presence is not null && first + target.Length > 0) Count(Math.Max(0, first), first + target.Length);
        target[..known].Fill(ReasonNan.Warmup);
        target[end..].Fill(ReasonNan.Missing);
        if (known == end) return (target.Length, 0);
        var (from, largest) = Copy(Raw(first + known, end - known), target[known..end], decays ? 0 : ReasonNan.Missing);
        presence?.Censor(first + known, target[known..end]);
        return (end == target.Length ? known + from : target.Length, largest);
    }

    /// <summary>Copies with a replacement for NaN; gives the position behind the last one replaced, and the largest distance from
    /// 0.</summary>
    private static (int Known, double Largest) Copy(ReadOnlySpan<double> source, Span<double> target, double instead)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var replacement = Vector512.Create(instead);
        var most = Vector512<double>.Zero;
        var known = 0;
        var i = 0;
        for (; i <= source.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var values = Vector512.LoadUnsafe(ref from, (nuint)i);
            var isKnown = Vector512.Equals(values, values);
            most = Vector512.MaxNative(most, Vector512.Abs(values & isKnown));
            Vector512.ConditionalSelect(isKnown, values, replacement).StoreUnsafe(ref to, (nuint)i);
            if (isKnown.ExtractMostSignificantBits() is not 0xFF and var bits) known = i + 32 - BitOperations.LeadingZeroCount((byte)~bits);
        }

        var four = Vector256.MaxNative(most.GetLower(), most.GetUpper());
        var two = Vector128.MaxNative(four.GetLower(), four.GetUpper());
        var largest = Math.Max(two[0], two[1]);
        for (; i < source.Length; i++)
        {
            target[i] = double.IsNaN(source[i]) ? instead : source[i];
            if (double.IsNaN(source[i])) known = i + 1;
            else largest = Math.Max(largest, Math.Abs(source[i]));
        }

        return (known, largest);
    }

    /// <summary>Copies rows from the data, without those that have no weight.</summary>
    private void Count(int from, int end)
    {
        if (_counted.Length == 0) _counted = new double[FarLead + Tile.MaxRows];
        var counted = _counted.AsSpan(from - _first, end - from);
        rows.Values(column).Slice(from - rows.First, counted.Length).CopyTo(counted);
        presence!.Censor(from, counted);
    }
}
