using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SecretMagic.Domain;

namespace SecretMagic.Api;

/// <summary>The format that a caller wants most of those there are.</summary>
internal static class Accepted
{
    private static readonly (AnswerFormat Format, MediaTypeHeaderValue Media)[] Known =
    [
        (AnswerFormat.Json, new MediaTypeHeaderValue("application/json")),
        (AnswerFormat.Csv, new MediaTypeHeaderValue(BodyType.Csv.Media)),
        (AnswerFormat.Parquet, new MediaTypeHeaderValue(BodyType.Parquet.Media)),
    ];

    /// <exception cref="ProblemException">It takes none of them.</exception>
    internal static AnswerFormat Of(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0) return AnswerFormat.Json;
        if (MediaTypeHeaderValue.TryParseList(accept, out var wanted))
        {
            foreach (var media in wanted.Where(media => media.Quality is not 0).OrderByDescending(media => media.Quality ?? 1))
                foreach (var (format, known) in Known)
                    if (known.IsSubsetOf(media)) return format;
        }

        throw new ProblemException(
            "not-acceptable", $"Accept is {FreeText.Shown($"{accept}")}: there are {string.Join(", ", Known.Select(known => known.Media))}.");
    }
}
