using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SecretMagic.Domain;

namespace SecretMagic.Api;

/// <summary>What rows come as.</summary>
/// <param name="Media">The media type.</param>
/// <param name="Extension">How a file of it is called.</param>
internal sealed record BodyType(string Media, string Extension)
{
    internal static readonly BodyType Lines = new("application/x-ndjson", ".ndjson");
    internal static readonly BodyType Json = new("application/json", ".json");
    internal static readonly BodyType Csv = new("text/csv", ".csv");
    internal static readonly BodyType Parquet = new("application/vnd.apache.parquet", ".parquet");

    /// <summary>Every type of rows.</summary>
    internal static readonly BodyType[] All = [Lines, Json, Csv, Parquet];

    /// <summary>The type of a body.</summary>
    /// <exception cref="ProblemException">It is none of them, packed, or no UTF-8.</exception>
    internal static BodyType Of(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0) throw new ProblemException("media-type", "The body is packed: send it without Content-Encoding.");
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var sent)
            && Array.Find(All, type => sent.MediaType.Equals(type.Media, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return sent.Charset is { HasValue: true } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                ? throw new ProblemException("media-type", $"The text is {FreeText.Shown($"{charset}")}: send UTF-8.")
                : found;
        }

        throw new ProblemException(
            "media-type", $"Content-Type is {FreeText.Shown(request.ContentType ?? "")}: rows come as {string.Join(", ", All.Select(type => type.Media))}.");
    }
}
