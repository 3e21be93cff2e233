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
        var key = Written(labels);
        if (_series.TryGetValue(key, out var known)) return known;
        return _series.Count >= _most ? null : _series.GetOrAdd(key, added => new MetricSeries(added, Bounds));
    }

    private static string Written(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (labels is [var only] && only.Value is string word && IsPlain(word)) return $"{only.Key}=\"{word}\"";
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

    private static bool IsPlain(string word) => word.AsSpan().IndexOfAny("\\\"\n") < 0;
}
