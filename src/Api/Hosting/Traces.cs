using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SecretMagic.Api;

/// <summary>One trace id from the caller, or a new one, through everything that a request does; the answer names it in the header Trace-Id.</summary>
internal static class Traces
{
    internal const string Header = "Trace-Id";

    internal static async Task Follow(HttpContext context, Func<Task> next)
    {
        using var own = Activity.Current is null ? Begin(context.Request.Headers.TraceParent) : null;
        context.Response.Headers[Header] = Activity.Current!.TraceId.ToHexString();
        await next();
    }

    private static Activity Begin(string? parent)
    {
        var activity = new Activity("secretmagic.http");
        if (parent is not null && ActivityContext.TryParse(parent, null, out _)) activity.SetParentId(parent);
        return activity.SetIdFormat(ActivityIdFormat.W3C).Start();
    }
}
