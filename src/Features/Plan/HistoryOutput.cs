namespace SecretMagic.Features;

/// <summary>Writes a history feature: applies <c>dead_below</c>, and makes the rows after the last known value Missing.</summary>
internal sealed class HistoryOutput(HistoryInput input, History history, int feature, double[] scratch)
{
    public History History => history;

    /// <summary>The first row that reads the tile's input, counted from the series' first row; negative before it.</summary>
    public int FirstRow(Tile tile) => tile.From - history.Shift;

    /// <summary>Writes values that may be changed on the way.</summary>
    public void Write(Tile tile, Span<double> values)
    {
        var past = Math.Clamp(input.LastKnown + 1 - FirstRow(tile), 0, values.Length);
        if (history.DeadBelow > 0) MarkDead(values[..past]);
        WritePast(tile, values, past);
    }

    /// <summary>Writes the only row of a tile.</summary>
    public void WriteRow(Tile tile, double value)
    {
        if (history.DeadBelow == 0 && tile.Presence is null && FirstRow(tile) <= input.LastKnown) tile.Writer.WriteRow(feature, value);
        else
        {
            scratch[0] = value;
            Write(tile, scratch.AsSpan(0, 1));
        }
    }

    /// <summary>Writes values of the input as they are.</summary>
    /// <param name="tile">The rows.</param>
    /// <param name="start">The position of the first one in the input.</param>
    /// <param name="known">The first row from which on every value is one of the data.</param>
    public void WriteShared(Tile tile, int start, int known)
    {
        var direct = input.Largest <= float.MaxValue ? Direct(tile, known) : default;
        var values = input.Values.Slice(start, tile.Count - direct.Length);
        if (direct.Length > 0) input.Singles.Slice(start + values.Length, direct.Length).CopyTo(direct);
        if (history.DeadBelow > 0)
        {
            values.CopyTo(scratch);
            Write(tile, scratch.AsSpan(0, values.Length));
            return;
        }

        WritePast(tile, values, Math.Clamp(input.LastKnown + 1 - FirstRow(tile), 0, values.Length));
    }

    /// <summary>True for a float32 column whose values no <c>dead_below</c> compares.</summary>
    public bool IsSingle(Tile tile) => history.DeadBelow == 0 && tile.Writer.IsSingle(feature);

    /// <summary>Where rows from <paramref name="from"/> to the end of the tile may be written as they are, because no rule changes
    /// them; empty when one does. The caller has a finite value for each of them.</summary>
    public Span<float> Direct(Tile tile, int from) =>
        from < tile.Count && history.DeadBelow == 0 && FirstRow(tile) + tile.Count <= input.LastKnown + 1
            && (tile.Presence is not { } presence || presence.Listed(tile) is var (listed, end) && listed <= from && end == tile.Count)
            ? tile.Writer.Singles(feature, from, tile.Count - from)
            : default;

    private void WritePast(Tile tile, ReadOnlySpan<double> values, int past)
    {
        if (tile.Presence is null && past == values.Length)
        {
            tile.Writer.Write(feature, values, 0);
            return;
        }

        var (listed, end) = tile.Presence?.Listed(tile) ?? (0, values.Length);
        (listed, end) = (Math.Min(listed, values.Length), Math.Min(end, values.Length));
        past = Math.Clamp(past, listed, end);
        tile.Writer.Fill(feature, 0, listed, NanReason.NotListed);
        tile.Writer.Write(feature, values[listed..past], listed);
        tile.Writer.Fill(feature, past, end - past, NanReason.Missing);
        tile.Writer.Fill(feature, end, values.Length - end, NanReason.NotListed);
    }

    private void MarkDead(Span<double> values)
    {
        foreach (ref var value in values)
            if (Math.Abs(value) < history.DeadBelow) value = ReasonNan.Dead;
    }
}
