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

    /// <summary>Writes values that others read too.</summary>
    public void WriteShared(Tile tile, ReadOnlySpan<double> values)
    {
        if (history.DeadBelow > 0)
        {
            values.CopyTo(scratch);
            Write(tile, scratch.AsSpan(0, values.Length));
            return;
        }

        WritePast(tile, values, Math.Clamp(input.LastKnown + 1 - FirstRow(tile), 0, values.Length));
    }

    private void WritePast(Tile tile, ReadOnlySpan<double> values, int past)
    {
        var (listed, end) = tile.Presence?.Listed(tile) ?? (0, values.Length);
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
