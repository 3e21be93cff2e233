using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace SecretMagic.Api;

/// <summary>An instrument and its series, one for each set of labels.</summary>
internal sealed class MetricFamily
{
    /// <summary>From half a millisecond to half a minute, for instruments that do not say.</summary>
    private static readonly double[] Usual = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MetricSeries>.AlternateLookup<ReadOnlySpan<char>> _known;
    private readonly MetricSeries _plain;
    private readonly int _most;

    internal MetricFamily(Instrument instrument, int most)
    {
        (Name, Help, _most) = (instrument.Name, instrument.Description ?? "", most);
        Kind = instrument switch
        {
            Histogram<double> or Histogram<long> => "histogram",
            Counter<long> or Counter<double> => "counter",
            _ => "gauge",
        };
        Bounds = Kind != "histogram" ? null : (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? Usual;
        _plain = new MetricSeries("", Bounds);
        _known = _series.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    internal string Name { get; }

    internal string Help { get; }

    /// <summary>counter, gauge or histogram.</summary>
    internal string Kind { get; }

    /// <summary>The upper ends of the buckets of a histogram; null of others.</summary>
    internal double[]? Bounds { get; }

    internal IEnumerable<MetricSeries> Series =>
        _series.Values.OrderBy(series => series.Labels, StringComparer.Ordinal).Prepend(_plain)
            .Where(series => series.IsUsed || (series == _plain && _series.IsEmpty));

    internal void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels) => Of(labels)?.Add(value);

    private MetricSeries? Of(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (labels.IsEmpty) return _plain;
        // Measured many thousand times a second: what is known is found without a string.
        Span<char> place = stackalloc char[256];
        if (TryWrite(labels, place, out var length) && _known.TryGetValue(place[..length], out var known)) return known;
        var key = Written(labels);
        if (_series.TryGetValue(key, out known)) return known;
        return _series.Count >= _most ? null : _series.GetOrAdd(key, added => new MetricSeries(added, Bounds));
    }

    /// <summary>As <see cref="Written"/>; false when a value has to be escaped or there is no room.</summary>
    private static bool TryWrite(ReadOnlySpan<KeyValuePair<string, object?>> labels, Span<char> place, out int length)
    {
        length = 0;
        foreach (var (name, value) in labels)
        {
            if (value is not string word || word.AsSpan().IndexOfAny("\\\"\n") >= 0) return false;
            if (!place[length..].TryWrite($"{(length > 0 ? "," : "")}{name}=\"{word}\"", out var written)) return false;
            length += written;
        }

        return true;
    }

    private static string Written(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length > 0 ? "," : "").Append(name).Append("=\"");
            foreach (var letter in Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
                text.Append(letter switch { '\\' => "\\\\", '"' => "\\\"", '\n' => "\\n", _ => $"{letter}" });
            text.Append('"');
        }

        return $"{text}";
    }
}
