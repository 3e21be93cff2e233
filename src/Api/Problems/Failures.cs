using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>Every answer that is no success is a problem: what endpoints throw, what the server says by a status alone.</summary>
internal sealed class Failures(StoreDoor door, Action<string> say)
{
    private const string ContentType = "application/problem+json";

    internal async Task Answer(HttpContext context, Func<Task> next)
    {
        try
        {
            await next();
            var isRefused = context.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed };
            if (isRefused && context.Response.Headers.Allow == HttpMethods.Get) context.Response.Headers.Allow = "GET, HEAD";
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null } bare && KindOf(bare.StatusCode) is { } code)
                await Write(context, Problem.Of(code, DetailOf(code, context)));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
#pragma warning disable CA1031 // the border to callers: what is not expected is logged with its trace and told without details
        catch (Exception failure) when (!context.Response.HasStarted)
#pragma warning restore CA1031 // only the catch above is broad
        {
            await Write(context, Of(failure, context));
        }
    }

    /// <summary>Answers with a problem.</summary>
    internal static Task Write(HttpContext context, Problem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        if (ProblemKind.Of(problem.Code).RetryAfter is { } seconds) response.Headers.RetryAfter = $"{seconds}";
        if (problem.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        return response.WriteAsJsonAsync(problem, ApiJson.Options, ContentType, context.RequestAborted);
    }

    private Problem Of(Exception failure, HttpContext context) => failure switch
    {
        ProblemException known => Problem.Of(known.Code, known.Message, known.Errors),
        RefusedException refused => Problem.Of(refused.Rejection.Code, refused.Rejection.Reason),
        InputException wrong => Problem.Of("value-refused", wrong.Message, wrong.Column is { } field ? [new ProblemError(field, wrong.Problem)] : null),
        BusyException busy => Problem.Of("busy", busy.Message),
        TimeoutException when HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) =>
            Problem.Of("store-away", "The store did not answer in time."),
        TimeoutException => Problem.Of("outcome-unknown", "The store did not answer in time: it is not known whether this was done."),
        BadHttpRequestException bad => OfBody(bad),
        // Values of a body that is kept as it came are only looked at when they are used.
        { InnerException: DecoderFallbackException } => Problem.Of("body-malformed", "The body is no UTF-8."),
        _ when MetadataStore.IsAway(failure) => Problem.Of("store-away", "The metadata database cannot be reached at the moment."),
        _ => Unexpected(failure, context),
    };

    private static Problem OfBody(BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json)
        {
            var message = FreeText.Cleaned(json.Message.Split(" Path: ")[0], 300);
            var place = json.LineNumber is null ? "" : $" at line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}";
            return Problem.Of("body-malformed", $"The body cannot be read{place}: {message}", [new ProblemError(json.Path ?? "$", message)]);
        }

        var code = bad.StatusCode == StatusCodes.Status400BadRequest ? "request-malformed" : KindOf(bad.StatusCode) ?? "request-malformed";
        return Problem.Of(code, FreeText.Cleaned(bad.Message, 300));
    }

    private Problem Unexpected(Exception failure, HttpContext context)
    {
        var (method, path) = (context.Request.Method, FreeText.Cleaned(context.Request.Path, 200));
        if (door.Current is { } store) store.Loggers.CreateLogger<Failures>().RequestFailed(failure, method, path);
        else say($"{method} {path} failed: {failure.Message}");
        return Problem.Of("unexpected", "The server failed. The trace id finds what happened in its log.");
    }

    private static string? KindOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "request-malformed",
        StatusCodes.Status404NotFound => "path-unknown",
        StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
        StatusCodes.Status408RequestTimeout => "body-slow",
        StatusCodes.Status413PayloadTooLarge => "body-too-large",
        StatusCodes.Status415UnsupportedMediaType => "media-type",
        _ => null,
    };

    private static string DetailOf(string code, HttpContext context) => code switch
    {
        "path-unknown" => $"Nothing is served at {FreeText.Cleaned(context.Request.Path, 200)}.",
        "method-not-allowed" => $"{FreeText.Cleaned(context.Request.Method, 20)} is not served here; the header Allow says what is.",
        _ => ProblemKind.Of(code).Title + ".",
    };
}
