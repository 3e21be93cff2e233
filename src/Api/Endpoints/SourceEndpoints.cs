using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Api;

/// <summary>What each work of a client is computed from, where a batch does not say.</summary>
internal static class SourceEndpoints
{
    internal static void Map(RouteGroupBuilder api)
    {
        var sources = api.MapGroup("/clients/{client}/sources").WithTags("Sources");
        sources.MapGet("", List).WithName("listSources").WithSummary("What each work is computed from.").MayAnswer("client-unknown");
        sources.MapPut("/{work}", Choose).WithName("chooseSource")
            .WithSummary("Choose what a work is computed from: uploads of the client. Withdraws the confirmation.")
            .IsCommand(KeyRole.Operator).MayAnswer("client-unknown", "order", "upload-unknown", "version-changed");
    }

    private static async Task<IReadOnlyList<SourceAnswer>> List(Call call) =>
        [.. (await call.Store.Tables.Sources(call.Client.Id, call.Token))
            .Select(row => new SourceAnswer(row.Work, row.WorkOrder, row.UpdatedBy, row.UpdatedAt))];

    private static Task<IResult> Choose(Call call, string work, SourceBody body)
    {
        var (kind, uploads) = (Works.Of(work), new OrderUploads(call.Store.Lake, call.Client));
        foreach (var file in WorkOption.Of(kind).Where(option => option.Kind == WorkOptionKind.File))
        {
            if (!body.Options.TryGetValue(file.Name, out var value)) continue;
            // A path would let a caller read what the server can read.
            if (!UploadName.TryOf(value, out var name))
                throw new ProblemException("order", $"The option {file.Name} is {FreeText.Shown(value)}: over HTTP it is an upload, {UploadName.Prefix}NAME.");
            uploads.Known(name);
        }

        return call.Tell(new ClientCommand.ChooseSource(
            call.Client.Id, call.Stamp, new WorkOrder(kind, body.Options.ToImmutableSortedDictionary(StringComparer.Ordinal))));
    }

    /// <summary>What a work is computed from.</summary>
    internal sealed record SourceAnswer(string Work, JsonElement Options, string UpdatedBy, DateTimeOffset UpdatedAt);

    /// <summary>The value of each option of the work, as <c>process</c> and <c>explode</c> call them; files are uploads, <c>upload:sales.csv</c>.</summary>
    internal sealed record SourceBody(IReadOnlyDictionary<string, string> Options);
}
