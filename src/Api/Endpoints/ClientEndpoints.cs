using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>Clients: whose data is processed.</summary>
internal static class ClientEndpoints
{
    internal static void Map(RouteGroupBuilder api)
    {
        var clients = api.MapGroup("/clients").WithTags("Clients");
        clients.MapGet("", List).WithName("listClients").WithSummary("Clients that the key may see, by id, a page at a time.");
        clients.MapPost("", Register).WithName("registerClient").WithSummary("Register a client: active, with nothing configured.")
            .IsCommand(KeyRole.Admin, allClients: true).Produces<Replies.CommandAnswer>(201).MayAnswer("client-exists");
        clients.MapGet("/{client}", Show).WithName("showClient").WithSummary("A client; its ETag is for If-Match.").MayAnswer("client-unknown");
        clients.MapPatch("/{client}", Change).WithName("changeClient")
            .WithSummary("Change one thing of a client: name, contacts, status, or what is computed. The last withdraws the confirmation.")
            .IsCommand(KeyRole.Admin).MayAnswer("client-unknown", "client-archived", "version-changed");
        clients.MapPost("/{client}/confirmation", Confirm).WithName("confirmRevision")
            .WithSummary("Stand for the revision that was looked at: without that nothing of the client is processed.")
            .IsCommand(KeyRole.Admin).MayAnswer("client-unknown", "revision-changed", "nothing-configured");
    }

    private static async Task<PageAnswer<ClientAnswer>> List(
        Call call, [Description("active, suspended or archived")] string? status, [Description("1 to 1000, 100 by default")] int? limit, string? cursor)
    {
        var (scope, most, after) = (call.Caller.Scope, Paging.Limit(limit), Paging.Parts(cursor, 1)?[0]);
        if (status is not null && !Word.All<ClientStatus>().Contains(status))
            throw new ProblemException("value-refused", $"status is {FreeText.Shown(status)}: give one of {string.Join(", ", Word.All<ClientStatus>())}.");
        string[]? only = scope.IsForAll ? null : [.. scope.Clients.Select(client => client.Value)];
        var rows = await call.Store.Tables.ClientPage(only, status, after, most + 1, call.Token);
        return PageAnswer<ClientAnswer>.Of(rows, most, ClientAnswer.Of, row => Paging.Cursor(row.OrganizationId));
    }

    private static async Task<ClientAnswer> Show(Call call)
    {
        call.Tag(call.Client.Version);
        return ClientAnswer.Of((await call.Store.Tables.Clients(call.Client.Id, null, call.Token))[0]);
    }

    private static Task<IResult> Register(Call call, NewClient body)
    {
        if (!TenantId.TryParse(body.Id, out var id, out var refusal)) throw new ProblemException("value-refused", refusal, new ProblemError("id", refusal));
        return call.Tell(
            new ClientCommand.Register(
                id, call.Stamp, body.Name, body.TenantMode, body.Enabled?.ToDomain() ?? new EnabledFeatures(true, false),
                body.Contacts?.ToDomain() ?? Contacts.None),
            $"{ApiEndpoints.Root}/clients/{id}");
    }

    private static Task<IResult> Change(Call call, ClientChange body)
    {
        ClientCommand[] wishes =
        [
            .. body.Name is { } name ? [new ClientCommand.Rename(call.Client.Id, call.Stamp, name)] : Array.Empty<ClientCommand>(),
            .. body.Contacts is { } contacts
                ? [new ClientCommand.ChangeContacts(call.Client.Id, call.Stamp, contacts.ToDomain())] : Array.Empty<ClientCommand>(),
            .. body.Status is { } status ? [new ClientCommand.ChangeStatus(call.Client.Id, call.Stamp, status)] : Array.Empty<ClientCommand>(),
            .. body.Enabled is { } enabled
                ? [new ClientCommand.SwitchFeatures(call.Client.Id, call.Stamp, enabled.ToDomain())] : Array.Empty<ClientCommand>(),
        ];
        return wishes is [var wish]
            ? call.Tell(wish)
            : throw new ProblemException("value-refused", "Give one of name, contacts, status and enabled: a request changes one thing, whole.");
    }

    private static Task<IResult> Confirm(Call call, Confirmed body) =>
        call.Tell(new ClientCommand.ConfirmConfig(call.Client.Id, call.Stamp, body.Revision));

    /// <summary>A client.</summary>
    internal sealed record ClientAnswer(
        string Id, string Name, string Status, string TenantMode, string? MovingTo, JsonElement Enabled, int Revision, bool IsConfirmed, string? ConfirmedBy,
        DateTimeOffset? ConfirmedAt, ContactsBody Contacts, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    {
        internal static ClientAnswer Of(ClientRow row) => new(
            row.OrganizationId, row.Name, row.Status, row.TenantMode, row.MovingTo, row.FeaturesEnabled, row.ConfigRevision, row.ConfigConfirmed,
            row.ConfigConfirmedBy, row.ConfigConfirmedAt, new ContactsBody(row.ContactEmail, row.ContactPhone), row.CreatedAt, row.UpdatedAt);
    }

    /// <summary>How a client is reached.</summary>
    internal sealed record ContactsBody(string? Email = null, string? Phone = null)
    {
        internal Contacts ToDomain() => new(Email, Phone);
    }

    /// <summary>What is computed for a client.</summary>
    internal sealed record EnabledBody(bool FeatureEngineering, bool BomExplosion)
    {
        internal EnabledFeatures ToDomain() => new(FeatureEngineering, BomExplosion);
    }

    /// <summary>A client to register.</summary>
    internal sealed record NewClient(
        string Id, string Name, TenantMode TenantMode = TenantMode.PrefixedTables, EnabledBody? Enabled = null, ContactsBody? Contacts = null);

    /// <summary>One thing to change.</summary>
    internal sealed record ClientChange(string? Name = null, ContactsBody? Contacts = null, ClientStatus? Status = null, EnabledBody? Enabled = null);

    /// <summary>The revision that somebody looked at.</summary>
    internal sealed record Confirmed(int Revision);
}
