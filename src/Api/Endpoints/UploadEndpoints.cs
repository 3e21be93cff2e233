using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Api;

/// <summary>Files that orders name: they lie in the client's own folder of the lake, and no caller names a path of the server.</summary>
internal static class UploadEndpoints
{
    internal static void Map(RouteGroupBuilder api)
    {
        var uploads = api.MapGroup("/clients/{client}/uploads").WithTags("Uploads");
        uploads.MapGet("", List).WithName("listUploads").WithSummary("The files that the client uploaded, by name.").MayAnswer("client-unknown");
        uploads.MapPut("/{name}", Put).WithName("putUpload")
            .WithSummary("Upload a file: .csv, .parquet, .ndjson, or .yaml for a feature set. It takes the place of the one before of its name, whole.")
            .Needs(KeyRole.Operator).TakesRaw("application/octet-stream").Produces<UploadAnswer>()
            .MayAnswer("client-unknown", "client-archived", "tenant-moving", "value-refused", "body-malformed", "body-too-large");
        uploads.MapGet("/{name}", Get).WithName("getUpload").WithSummary("A file that the client uploaded.")
            .Produces<string>(StatusCodes.Status200OK, "application/octet-stream").MayAnswer("client-unknown", "upload-unknown");
        uploads.MapDelete("/{name}", Remove).WithName("removeUpload").WithSummary("Remove a file that the client uploaded.")
            .Needs(KeyRole.Operator).Produces(StatusCodes.Status204NoContent).MayAnswer("client-unknown", "upload-unknown");
    }

    /// <exception cref="ProblemException">It is no name of an upload.</exception>
    internal static UploadName NameOf(string written, string field) => UploadName.TryParse(written, out var name, out var refusal)
        ? name
        : throw new ProblemException("value-refused", refusal, new ProblemError(field, refusal));

    internal static ProblemException Unknown(TenantId client, UploadName name) => new("upload-unknown", $"Client {client} has no upload {name}.");

    private static IReadOnlyList<UploadAnswer> List(Call call) => [.. new TenantUploads(call.Store.Lake).List(call.Client.Id).Select(UploadAnswer.Of)];

    private static async Task<UploadAnswer> Put(Call call, HttpContext context, string name)
    {
        var (file, client) = (NameOf(name, "name"), call.Client);
        if (client.State.Status == ClientStatus.Archived) throw new ProblemException("client-archived", $"Client {client.Id} is archived.");
        if (client.State.MovingTo is not null) throw new ProblemException("tenant-moving", $"The data of client {client.Id} is being moved.");
        if (context.Request.Headers.ContentEncoding.Count > 0)
            throw new ProblemException("media-type", "The body is packed: send it without Content-Encoding.");
        if (context.Request.ContentLength == 0) throw new ProblemException("body-malformed", "The body is empty: send the file.");
        return UploadAnswer.Of(await new TenantUploads(call.Store.Lake).Put(client.Id, client.State.TenantMode, file, context.Request.Body, call.Token));
    }

    private static FileStreamHttpResult Get(Call call, string name)
    {
        var file = NameOf(name, "name");
        return new TenantUploads(call.Store.Lake).Open(call.Client.Id, file) is { } content
            ? TypedResults.Stream(content, "application/octet-stream")
            : throw Unknown(call.Client.Id, file);
    }

    private static NoContent Remove(Call call, string name)
    {
        var file = NameOf(name, "name");
        return new TenantUploads(call.Store.Lake).Remove(call.Client.Id, file) ? TypedResults.NoContent() : throw Unknown(call.Client.Id, file);
    }

    /// <summary>A file that was uploaded.</summary>
    /// <param name="Name">Its name; an order calls it <c>upload:NAME</c>.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="UploadedAt">When.</param>
    internal sealed record UploadAnswer(string Name, long Bytes, DateTimeOffset UploadedAt)
    {
        internal static UploadAnswer Of(Upload upload) => new(upload.Name.Value, upload.Bytes, upload.ChangedAt);
    }
}
