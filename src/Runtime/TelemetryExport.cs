using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SecretMagic.Runtime;

/// <summary>Sends the spans and metrics of this process to a collector for as long as it is kept. A collector that is away holds nothing up.</summary>
public sealed class TelemetryExport : IDisposable
{
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private TelemetryExport(Uri collector)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("secretmagic");
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(RuntimeTelemetry.Name).AddSource("Npgsql")
            .AddOtlpExporter(To).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(RuntimeTelemetry.Name).AddOtlpExporter(To).Build();

        void To(OtlpExporterOptions exporter) => exporter.Endpoint = collector;
    }

    /// <summary>Begins to send; null when there is nowhere to send to.</summary>
    /// <param name="collector">Where OTLP over gRPC is taken.</param>
    public static TelemetryExport? Start(Uri? collector) => collector is null ? null : new TelemetryExport(collector);

    /// <summary>Sends what waits, for a bounded time.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }
}
