using System.Diagnostics;
using System.Diagnostics.Metrics;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime;

/// <summary>What entities and runs tell of themselves to whoever listens to <see cref="Name"/>.</summary>
public static class RuntimeTelemetry
{
    /// <summary>The name of the program's meter and of its source of spans.</summary>
    public const string Name = "SecretMagic";

    internal static readonly ActivitySource Traces = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Gateway = Meter.CreateHistogram(
        "secretmagic_gateway_seconds", "s", "Time from a command or a query to its answer", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        });

    private static readonly UpDownCounter<long> Waiting =
        Meter.CreateUpDownCounter<long>("secretmagic_gateway_waiting", description: "Commands and queries that are not answered yet");

    private static readonly UpDownCounter<long> Entities =
        Meter.CreateUpDownCounter<long>("secretmagic_gateway_entities", description: "Entities in the memory of this process");

    private static readonly Counter<long> Errors =
        Meter.CreateCounter<long>("secretmagic_errors_total", description: "What failed, by its type; what a rule refused is none");

    private static readonly KeyValuePair<string, object?> Command = new("kind", "command"), Query = new("kind", "query");

    /// <summary>Makes the instruments known before anything happens, so that they are read as 0 and not as missing.</summary>
    public static void Begin()
    {
        PipelineTelemetry.Begin();
        Errors.Add(0, new KeyValuePair<string, object?>("type", "http"));
    }

    /// <summary>Something failed that should not.</summary>
    /// <param name="type">What: command, query, features, explosion, http.</param>
    public static void Failed(string type) => Errors.Add(1, new KeyValuePair<string, object?>("type", type));

    internal static void Posted() => Waiting.Add(1);

    internal static void Answered(Letter letter, TimeProvider time)
    {
        Waiting.Add(-1);
        if (Gateway.Enabled) Gateway.Record(time.GetElapsedTime(letter.Came).TotalSeconds, letter is CommandLetter ? Command : Query);
    }

    internal static void Loaded() => Entities.Add(1);

    internal static void Unloaded() => Entities.Add(-1);
}
