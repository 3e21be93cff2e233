using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace SecretMagic.Integration.Api;

/// <summary>Takes OTLP over gRPC on a free port, and keeps the spans and the names of the metrics.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    internal ConcurrentQueue<CollectedSpan> Spans { get; } = new();

    internal ConcurrentDictionary<string, bool> Metrics { get; } = new(StringComparer.Ordinal);

    internal Uri Address => new(_app.Urls.Single());

    internal static async Task<Collector> Start(CancellationToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // gRPC without TLS: HTTP/2 from the first byte.
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(server => server.ConfigureEndpointDefaults(one => one.Protocols = HttpProtocols.Http2));
        var collector = new Collector(builder.Build());
        collector.Take("trace.v1.TraceService", collector.TakeSpans);
        collector.Take("metrics.v1.MetricsService", collector.TakeMetrics);
        await collector._app.StartAsync(token);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Take(string service, Action<ReadOnlyMemory<byte>> take) => _app.MapPost($"/opentelemetry.proto.collector.{service}/Export", async context =>
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var sent = body.ToArray().AsMemory();
        // A message of gRPC: one byte that says it is not compressed, its length, and itself.
        sent.Span[0].ShouldBe((byte)0);
        take(sent.Slice(5, BinaryPrimitives.ReadInt32BigEndian(sent.Span[1..])));
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    });

    /// <summary>resource_spans, scope_spans, spans; of a span its trace, itself, its parent and its name.</summary>
    private void TakeSpans(ReadOnlyMemory<byte> request)
    {
        foreach (var span in Messages.At(request, 1, 2, 2))
        {
            Spans.Enqueue(new CollectedSpan(
                Convert.ToHexStringLower(Messages.One(span, 1)), Convert.ToHexStringLower(Messages.One(span, 2)),
                Convert.ToHexStringLower(Messages.One(span, 4)), System.Text.Encoding.UTF8.GetString(Messages.One(span, 5))));
        }
    }

    /// <summary>resource_metrics, scope_metrics, metrics; of a metric its name.</summary>
    private void TakeMetrics(ReadOnlyMemory<byte> request)
    {
        foreach (var metric in Messages.At(request, 1, 2, 2)) Metrics[System.Text.Encoding.UTF8.GetString(Messages.One(metric, 1))] = true;
    }
}
