using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>
/// One trace id from the caller, or a new one, through everything that a request does; the answer names it in the header Trace-Id. Its time is measured.
/// </summary>
internal static class Traces
{
    internal const string Header = "Trace-Id";

    private static readonly ActivitySource Source = new(RuntimeTelemetry.Name);

    private static readonly Histogram<double> Requests = new Meter(RuntimeTelemetry.Name).CreateHistogram<double>(
        "secretmagic_http_request_seconds", "s", "Time of a request until its answer is written");

    internal static async Task Follow(HttpContext context, Func<Task> next)
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

    private static void Told(HttpContext context, Activity span, TimeSpan time)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? "none";
        var status = context.Response.StatusCode;
        span.SetTag("http.request.method", context.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", status);
        if (status == StatusCodes.Status500InternalServerError) RuntimeTelemetry.Failed("http");
        if (!Requests.Enabled) return;
        Requests.Record(time.TotalSeconds, new TagList { { "method", context.Request.Method }, { "route", route }, { "status", $"{status}" } });
    }
}
