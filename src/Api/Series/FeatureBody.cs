using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Api;

/// <summary>Features of a row as they are answered, written once and sent any number of times.</summary>
internal sealed class FeatureBody : IResult
{
    private readonly string _tag;

    internal FeatureBody(ShardFeatures features)
    {
        Features = features;
        Utf8 = JsonSerializer.SerializeToUtf8Bytes(FeaturesAnswer.Of(features), ApiJson.Options);
        _tag = $"\"{features.Version}-{features.Plan.Hash.AsSpan(0, 12)}\"";
    }

    internal ShardFeatures Features { get; }

    internal byte[] Utf8 { get; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.ETag = _tag;
        if (httpContext.Request.Headers.IfNoneMatch.Count > 0 && httpContext.Request.Headers.IfNoneMatch == _tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = Utf8.Length;
        return response.Body.WriteAsync(Utf8, 0, Utf8.Length, httpContext.RequestAborted);
    }
}
