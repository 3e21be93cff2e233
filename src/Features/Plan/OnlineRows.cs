namespace SecretMagic.Features;

/// <summary>The last rows of a series that grows. Its newest row belongs to its history, with or without a value.</summary>
internal sealed class OnlineRows : SeriesRows
{
    private OnlineSeries? _series;

    public override int Position => Current.Position;

    public override long FirstPeriod => Current.FirstPeriod;

    public override int First => Current.Rows - Current.Held;

    public override int Count => Current.Held;

    private OnlineSeries Current => _series ?? throw new InvalidOperationException("A series is selected before it is read.");

    public void Select(OnlineSeries series) => _series = series;

    public override ReadOnlySpan<double> Values(int column) => Current.Values(column);

    public override int FirstKnown(int column) => Current.FirstKnown(column);

    public override int LastKnown(int column) => Current.Rows - 1;
}
