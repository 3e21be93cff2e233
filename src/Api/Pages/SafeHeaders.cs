using Microsoft.AspNetCore.Http;

namespace SecretMagic.Api;

/// <summary>What every answer forbids a browser: script and style of elsewhere or in the text, other frames around it, guesses of a type.</summary>
internal static class SafeHeaders
{
    internal const string Policy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    internal static Task Add(HttpContext context, Func<Task> next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        return next();
    }
}
