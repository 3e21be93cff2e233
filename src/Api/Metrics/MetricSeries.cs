namespace SecretMagic.Api;

/// <summary>The values of an instrument under one set of labels.</summary>
/// <param name="labels">As they are written between braces; empty for none.</param>
/// <param name="bounds">The upper ends of the buckets of a histogram; null of a counter or a gauge.</param>
internal sealed class MetricSeries(string labels, double[]? bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[bounds?.Length + 1 ?? 0];
    private double _sum;
    private long _count;

    internal string Labels => labels;

    internal bool IsUsed => Volatile.Read(ref _count) > 0;

    internal void Add(double value)
    {
        var bucket = 0;
        if (bounds is not null)
        {
            bucket = Array.BinarySearch(bounds, value);
            if (bucket < 0) bucket = ~bucket;
        }

        lock (_gate)
        {
            _sum += value;
            _count++;
            if (bounds is not null) _buckets[bucket]++;
        }
    }

    /// <summary>The sum, the number of values, and how many of them are in each bucket.</summary>
    internal (double Sum, long Count, long[] Buckets) Read()
    {
        lock (_gate) return (_sum, _count, [.. _buckets]);
    }
}
