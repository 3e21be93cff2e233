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
        tile.Writer.Write(feature, values[..past], 0);
        tile.Writer.Fill(feature, past, values.Length - past, NanReason.Missing);
    }

    private void MarkDead(Span<double> values)
    {
        foreach (ref var value in values)
            if (Math.Abs(value) < history.DeadBelow) value = ReasonNan.Dead;
    }
}
