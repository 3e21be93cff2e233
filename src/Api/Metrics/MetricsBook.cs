using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>What the program's instruments told since the process began, kept for whoever scrapes it. Safe to use from many threads.</summary>
internal sealed class MetricsBook : IDisposable
{
    /// <summary>A definition that makes thousands of features must not fill the memory with their counts.</summary>
    private const int MaxSeries = 5_000;

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();

    internal MetricsBook()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RuntimeTelemetry.Name) listener.EnableMeasurementEvents(instrument, Family(instrument));
        };
        _listener.SetMeasurementEventCallback<double>((_, value, labels, family) => ((MetricFamily)family!).Add(value, labels));
        _listener.SetMeasurementEventCallback<long>((_, value, labels, family) => ((MetricFamily)family!).Add(value, labels));
        _listener.Start();
        RuntimeTelemetry.Begin();
    }

    /// <summary>Everything, by name.</summary>
    internal IEnumerable<MetricFamily> Families => _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private MetricFamily Family(Instrument instrument) => _families.GetOrAdd(instrument, known => new MetricFamily(known, MaxSeries));
}
