using System.Diagnostics;
using System.Text.Json.Serialization;

namespace SecretMagic.Api;

/// <summary>A problem as it is answered, by RFC 9457.</summary>
internal sealed record Problem
{
    /// <summary><c>urn:secretmagic:problem:CODE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What kind of problem it is, the same for every one of its code.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong here, where, and what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>A stable name for programs.</summary>
    public required string Code { get; init; }

    /// <summary>What to do about problems of this code.</summary>
    public required string Advice { get; init; }

    /// <summary>The trace that the log knows it by.</summary>
    [JsonPropertyName("traceId")]
    public string? TraceId { get; init; }

    /// <summary>Values that are wrong.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemError>? Errors { get; init; }

    internal static Problem Of(string code, string detail, IReadOnlyList<ProblemError>? errors = null)
    {
        var kind = ProblemKind.Of(code);
        return new Problem
        {
            Type = $"urn:secretmagic:problem:{code}",
            Title = kind.Title,
            Status = kind.Status,
            Detail = detail,
            Code = code,
            Advice = kind.Advice,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            Errors = errors is { Count: > 0 } ? errors : null,
        };
    }
}
