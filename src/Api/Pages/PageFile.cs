using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SecretMagic.Api;

/// <summary>A file of the pages, as it is and packed; packed once, when somebody first takes it so.</summary>
internal sealed class PageFile
{
    private readonly string _type, _tag;
    private readonly byte[] _plain;
    private readonly Lazy<byte[]> _brotli, _gzip;

    internal PageFile(string name, byte[] content)
    {
        _plain = content;
        _tag = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12));
        _type = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        };
        _brotli = new Lazy<byte[]>(() => Packed(into => new BrotliStream(into, CompressionLevel.Optimal)));
        _gzip = new Lazy<byte[]>(() => Packed(into => new GZipStream(into, CompressionLevel.Optimal)));
    }

    /// <summary>Sends it: for good where its address names its content, else asked for again each time.</summary>
    internal Task Send(HttpContext context, bool isForGood)
    {
        var (request, response) = (context.Request, context.Response);
        var (body, coding) = Coded(request);
        var tag = coding is null ? $"\"{_tag}\"" : $"\"{_tag}-{coding}\"";
        response.Headers.ETag = tag;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = isForGood ? "public, max-age=31536000, immutable" : "no-cache";
        if (request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = _type;
        response.ContentLength = body.Length;
        if (coding is not null) response.Headers.ContentEncoding = coding;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private (byte[] Body, string? Coding) Coded(HttpRequest request)
    {
        var taken = request.GetTypedHeaders().AcceptEncoding.Where(one => one.Quality is null or > 0).Select(one => one.Value.Value).ToArray();
        if (taken.Contains("br", StringComparer.OrdinalIgnoreCase)) return (_brotli.Value, "br");
        return taken.Contains("gzip", StringComparer.OrdinalIgnoreCase) ? (_gzip.Value, "gzip") : (_plain, null);
    }

    private byte[] Packed(Func<Stream, Stream> packer)
    {
        using var packed = new MemoryStream();
        using (var stream = packer(packed)) stream.Write(_plain);
        return packed.ToArray();
    }
}
