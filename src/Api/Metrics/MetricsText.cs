using System.Globalization;
using System.Text;

namespace SecretMagic.Api;

/// <summary>Metrics in the text format of Prometheus, version 0.0.4.</summary>
internal static class MetricsText
{
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes all of them.</summary>
    /// <param name="book">What was measured.</param>
    /// <param name="gauges">What is looked at now.</param>
    internal static string Of(MetricsBook book, IEnumerable<Gauge> gauges)
    {
        var text = new StringBuilder();
        foreach (var family in book.Families)
        {
            Head(text, family.Name, family.Help, family.Kind);
            foreach (var series in family.Series)
            {
                var (sum, count, buckets) = series.Read();
                if (family.Bounds is not { } bounds)
                {
                    Line(text, family.Name, series.Labels, sum);
                    continue;
                }

                var below = 0L;
                for (var at = 0; at < buckets.Length; at++)
                {
                    below += buckets[at];
                    var end = at < bounds.Length ? Number(bounds[at]) : "+Inf";
                    Line(text, $"{family.Name}_bucket", $"{series.Labels}{(series.Labels.Length > 0 ? "," : "")}le=\"{end}\"", below);
                }

                Line(text, $"{family.Name}_sum", series.Labels, sum);
                Line(text, $"{family.Name}_count", series.Labels, count);
            }
        }

        foreach (var group in gauges.GroupBy(gauge => gauge.Name, StringComparer.Ordinal))
        {
            Head(text, group.Key, group.First().Help, "gauge");
            foreach (var gauge in group) Line(text, gauge.Name, gauge.Labels, gauge.Value);
        }

        return $"{text}";
    }

    private static void Head(StringBuilder text, string name, string help, string kind) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n').Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
