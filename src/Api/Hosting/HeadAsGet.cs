using Microsoft.AspNetCore.Http;

namespace SecretMagic.Api;

/// <summary>HEAD is answered as GET is: routing finds the endpoint of GET, and the server, which hears of HEAD again behind it, sends no body.</summary>
internal static class HeadAsGet
{
    /// <summary>Before routing.</summary>
    internal static Task Begin(HttpContext context, Func<Task> next)
    {
        if (!HttpMethods.IsHead(context.Request.Method)) return next();
        context.Features.Set(Asked.One);
        context.Request.Method = HttpMethods.Get;
        return next();
    }

    /// <summary>Behind routing.</summary>
    internal static Task End(HttpContext context, Func<Task> next)
    {
        if (context.Features.Get<Asked>() is not null) context.Request.Method = HttpMethods.Head;
        return next();
    }

    private sealed record Asked
    {
        internal static readonly Asked One = new();
    }
}
