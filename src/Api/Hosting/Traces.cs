using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>
/// One trace id from the caller, or a new one, through everything that a request does; the answer names it in the header Trace-Id. Its time is
/// measured and logged.
/// </summary>
internal sealed class Traces(RequestLog log)
{
    internal const string Header = "Trace-Id";

    internal static readonly ActivitySource Source = new(RuntimeTelemetry.Name);

    private static readonly string[] Methods =
    [
        HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Head, HttpMethods.Options,
    ];

    private static readonly string[] Statuses = [.. Enumerable.Range(0, 600).Select(status => $"{status}")];

    private static readonly Histogram<double> Requests = new Meter(RuntimeTelemetry.Name).CreateHistogram<double>(
        "secretmagic_http_request_seconds", "s", "Time of a request until its answer is written");

    internal async Task Follow(HttpContext context, Func<Task> next)
    {
        using var own = Begin(context.Request);
        var started = Stopwatch.GetTimestamp();
        context.Response.Headers[Header] = own.TraceId.ToHexString();
        try
        {
            await next();
        }
        finally
        {
            Told(context, own, Stopwatch.GetElapsedTime(started));
        }
    }

    /// <summary>The server's own activity follows the caller's header; where nobody listens to it there is none.</summary>
    private static Activity Begin(HttpRequest request)
    {
        var caller = ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var sent) ? sent : default;
        if (Source.StartActivity("http.request", ActivityKind.Server, Activity.Current?.Context ?? caller) is { } span) return span;
        var activity = new Activity("http.request").SetIdFormat(ActivityIdFormat.W3C);
        if (Activity.Current is null && caller != default) activity.SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags);
        return activity.Start();
    }

    private void Told(HttpContext context, Activity span, TimeSpan time)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? "none";
        var isAnswered = context.Response.HasStarted || !context.RequestAborted.IsCancellationRequested;
        var (method, status) = (MethodOf(context.Request), isAnswered ? context.Response.StatusCode : RequestLog.Left);
        log.Tell(context, method, route, status, time);
        if (span.Source == Source) span.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", status);
        if (status == StatusCodes.Status500InternalServerError) RuntimeTelemetry.Failed("http");
        if (!Requests.Enabled) return;
        Requests.Record(time.TotalSeconds, new TagList { { "method", method }, { "route", route }, { "status", Statuses[status] } });
    }

    /// <summary>A caller may send any word: unknown ones must not be a series of metrics each.</summary>
    private static string MethodOf(HttpRequest request) => Array.Find(Methods, known => HttpMethods.Equals(known, request.Method)) ?? "other";
}
